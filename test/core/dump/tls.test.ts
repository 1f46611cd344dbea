import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { dumpSchema } from '../../../core/postgres/dump/dump.ts';
import { createDatabase, query, serverForTest } from '../../support/servers.ts';
import { sourceSession } from './support.ts';

const openssl = await promisify(execFile)('openssl', ['version']).then(
  () => true,
  () => false,
);

if (openssl) {
  test('a dump passes through the session’s own TLS', async () => {
    const server = await serverForTest();
    const { certificate, key } = await selfSigned();
    // Written by the server itself, so that both files belong to its account.
    for (const [name, pem] of Object.entries({ certificate, key })) {
      const file = join(server.folder, `${name}.pem`);
      await query(
        server.url(),
        `COPY (SELECT unnest('{${pem.trim().split('\n').join(',')}}'::text[])) TO PROGRAM 'umask 077; cat > ${file}'`,
      );
      await query(server.url(), `ALTER SYSTEM SET ssl_${name === 'key' ? 'key' : 'cert'}_file = '${file}'`);
    }
    await query(server.url(), 'ALTER SYSTEM SET ssl = on');
    await server.restart();

    const database = await createDatabase(server);
    await database.execute('CREATE TABLE t (id int)');
    const session = await sourceSession(`${database.url}?sslmode=require`);
    expect(session.encrypted).toBe(true);
    expect(await dumpSchema(session, { section: 'pre-data', owners: true })).toContain('CREATE TABLE public.t');
  });
}

async function selfSigned(): Promise<{ certificate: string; key: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'cutover-tls-'));
  try {
    const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const how = [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '1',
      '-subj',
      '/CN=localhost',
    ];
    await promisify(execFile)('openssl', [...how, '-keyout', key, '-out', certificate]);
    return { certificate: await readFile(certificate, 'utf8'), key: await readFile(key, 'utf8') };
  } finally {
    await rm(folder, { recursive: true });
  }
}
