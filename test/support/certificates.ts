import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';

const run = promisify(execFile);

/** Certificates are made by openssl; tests that need them are left out where it is not there. */
export const openssl: boolean = await run('openssl', ['version']).then(
  () => true,
  () => false,
);

export interface Certificate {
  readonly cert: string;
  readonly key: string;
  /** The file with `cert`. */
  readonly file: string;
  readonly keyFile: string;
}

export interface Authority {
  /** The file for `sslrootcert`. */
  readonly file: string;
  readonly pem: string;
  /** A certificate that it has signed, for the given name: `IP:127.0.0.1`, `DNS:localhost`. */
  sign(request: { readonly name: string; readonly expired?: boolean }): Promise<Certificate>;
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

async function folderForTest(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'cutover-tls-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

async function read(folder: string): Promise<Certificate> {
  const [file, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  return { cert: await readFile(file, 'utf8'), key: await readFile(keyFile, 'utf8'), file, keyFile };
}

/** A certificate that only itself vouches for. */
export async function selfSigned(): Promise<Certificate> {
  const folder = await folderForTest();
  const out = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')];
  await run('openssl', ['req', '-x509', ...newKey, '-days', '2', '-subj', '/CN=server', ...out]);
  return await read(folder);
}

export async function createAuthority(): Promise<Authority> {
  const folder = await folderForTest();
  const [file, key] = [join(folder, 'ca.pem'), join(folder, 'ca-key.pem')];
  const subject = ['-days', '2', '-subj', '/CN=authority'];
  await run('openssl', ['req', '-x509', ...newKey, ...subject, '-keyout', key, '-out', file]);
  const config = join(folder, 'ca.conf');
  await writeFile(join(folder, 'index.txt'), '');
  await writeFile(
    config,
    `[ca]\ndefault_ca = ours\n[ours]\ndatabase = ${join(folder, 'index.txt')}\nnew_certs_dir = ${folder}\n` +
      `rand_serial = yes\ndefault_md = sha256\npolicy = any\ncopy_extensions = copy\nunique_subject = no\n[any]\ncommonName = supplied\n`,
  );
  let signed = 0;
  return {
    file,
    pem: await readFile(file, 'utf8'),
    async sign({ name, expired }) {
      signed += 1;
      const place = join(folder, String(signed));
      await mkdir(place);
      const [request, ownKey, cert] = ['request.pem', 'key.pem', 'cert.pem'].map((each) => join(place, each)) as [
        string,
        string,
        string,
      ];
      const asked = ['-subj', '/CN=server', '-addext', `subjectAltName=${name}`, '-keyout', ownKey, '-out', request];
      await run('openssl', ['req', ...newKey, ...asked]);
      const dates = expired ? ['-startdate', '20200101000000Z', '-enddate', '20200102000000Z'] : ['-days', '2'];
      const by = ['-batch', '-notext', '-config', config, '-cert', file, '-keyfile', key];
      await run('openssl', ['ca', ...by, ...dates, '-in', request, '-out', cert]);
      return await read(place);
    },
  };
}
