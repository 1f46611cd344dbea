import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { nativeDump } from '../../../core/postgres/dump/native.ts';
import { parseAddress } from '../../../core/postgres/address.ts';
import type { Session } from '../../../core/postgres/session.ts';
import { rejection } from './support.ts';

const url = 'postgres://some%20one:s3cret%3B@db.example:6000/my%20db?sslmode=require';
const session = { end: 'source', address: parseAddress(url, 'source'), serverVersion: 190_001 } as Session;

describe('the native pg_dump', () => {
  let folder = '';
  const path = process.env['PATH'];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cutover-native-'));
  });
  afterEach(async () => {
    process.env['PATH'] = path;
    delete process.env['PGSERVICE'];
    await rm(folder, { recursive: true });
  });

  async function install(script: string): Promise<void> {
    await writeFile(join(folder, 'pg_dump'), `#!/bin/sh\n${script}\n`);
    await chmod(join(folder, 'pg_dump'), 0o755);
    process.env['PATH'] = `${folder}${delimiter}${path}`;
  }

  test('gets the password through its environment and never as an argument', async () => {
    process.env['PGSERVICE'] = 'elsewhere';
    await install(`env | grep ^PG | sort > '${folder}/env'; echo "$@" > '${folder}/args'; echo 'SELECT 1;'`);
    expect(await nativeDump(session, ['--schema-only'])).toBe('SELECT 1;\n');
    expect(await readFile(join(folder, 'args'), 'utf8')).toBe('--schema-only\n');
    const variables = (await readFile(join(folder, 'env'), 'utf8')).trim().split('\n');
    expect(variables).toEqual([
      'PGAPPNAME=cutover pg_dump',
      'PGDATABASE=my db',
      'PGHOST=db.example',
      'PGPASSWORD=s3cret;',
      'PGPORT=6000',
      'PGSSLMODE=require',
      'PGUSER=some one',
    ]);
  });

  test('that is too old for the server says which client programs to install', async () => {
    await install(`echo 'pg_dump: error: aborting because of server version mismatch' >&2; exit 1`);
    const error = await rejection(nativeDump(session, []));
    expect(error).toMatchObject({ code: 'dump.unsupported-server' });
    expect((error as { hint: string }).hint).toContain('postgresql-client-19');
  });

  test('that is not installed is asked for', async () => {
    process.env['PATH'] = folder;
    expect(await rejection(nativeDump(session, []))).toMatchObject({ code: 'dump.unsupported-server' });
  });

  test('ends when it is stopped', async () => {
    await install(`echo $$ > '${folder}/started'; exec sleep 600`);
    const stop = new AbortController();
    const dump = rejection(nativeDump(session, [], stop.signal));
    while ((await readFile(join(folder, 'started'), 'utf8').catch(() => '')) === '');
    stop.abort();
    expect(await dump).toMatchObject({ code: 'stopped' });
  });
});
