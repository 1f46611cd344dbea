import pg from 'pg';
import { CutoverError } from '../errors.ts';
import { quoteIdentifier, quoteLiteral } from '../postgres/identifiers.ts';
import { authTablesSql } from './sample/auth.ts';
import { authKeysSql } from './sample/auth-keys.ts';
import { authMigrationsSql, authRowsSql } from './sample/auth-rows.ts';
import { helpersSql, setVolumeSql, volumes } from './sample/helpers.ts';
import { orderRowsSql } from './sample/order-rows.ts';
import { loginRoles, rolesSql, serviceRightsSql } from './sample/roles.ts';
import { shopCodeSql } from './sample/shop-code.ts';
import { shopKeysSql } from './sample/shop-keys.ts';
import { shopRightsSql } from './sample/shop-rights.ts';
import { shopRowsSql } from './sample/shop-rows.ts';
import { selfHostedSql } from './sample/self-hosted.ts';
import { shopTablesSql } from './sample/shop-tables.ts';
import { storageKeysSql, storagePoliciesSql, storageTablesSql } from './sample/storage.ts';
import { storageMigrationsSql, storageRowsSql } from './sample/storage-rows.ts';
import type { EmbeddedServer } from './servers.ts';

/** The cluster's superuser on a hosted project; a server for the sample is started with it. */
export const sampleSuperuser = 'supabase_admin';

/** The role that people connect as: not a superuser, yet it may read everything. */
export const sampleOwner = 'postgres';

export interface SampleRequest {
  /** 1 stands for some 295,000 rows; the number of rows is linear in it. */
  readonly scale?: number;
}

/**
 * In this order: rows go into bare tables, and everything that would slow them down or change them
 * (keys, foreign keys, triggers) comes after.
 */
const scripts = [
  rolesSql,
  authTablesSql,
  storageTablesSql,
  shopTablesSql,
  helpersSql,
  authMigrationsSql,
  authRowsSql,
  storageMigrationsSql,
  storageRowsSql,
  shopRowsSql,
  orderRowsSql,
  authKeysSql,
  storageKeysSql,
  storagePoliciesSql,
  serviceRightsSql,
  shopKeysSql,
  shopCodeSql,
  shopRightsSql,
  'ANALYZE;',
];

/**
 * What the services of Supabase make on a server of one's own before there is a project. They are of another version
 * than the sample's source, so that some columns are on one end only.
 */
const platformScripts = [
  rolesSql,
  authTablesSql,
  storageTablesSql,
  authMigrationsSql,
  storageMigrationsSql,
  authKeysSql,
  storageKeysSql,
  serviceRightsSql,
  selfHostedSql,
];

/**
 * Fills the database `postgres` of a fresh server with a project as Supabase hosts it: an online shop platform on top
 * of `auth` and `storage`. The server does all the work; equal scales give equal data. Every role that logs in has the
 * server's password. The server has to have been started with `sampleSuperuser`. Throws `demo.server`.
 */
export async function createSample(server: EmbeddedServer, { scale = 1 }: SampleRequest = {}): Promise<void> {
  await runScripts(server, scripts, scale);
}

/**
 * Makes a fresh server look like a self-hosted Supabase whose services have started, with nothing of a project on it.
 * The server has to have been started with `sampleSuperuser`. Throws `demo.server`.
 */
export async function createPlatform(server: EmbeddedServer): Promise<void> {
  await runScripts(server, platformScripts, 1);
}

async function runScripts(server: EmbeddedServer, sql: readonly string[], scale: number): Promise<void> {
  const client = new pg.Client({ connectionString: server.url(), application_name: 'cutover sample' });
  // A lost connection is reported twice: here, and by the query that it interrupts, which is the one that counts.
  client.on('error', () => undefined);
  try {
    await client.connect();
    for (const { name, rows } of volumes(scale)) await client.query(setVolumeSql, [name, String(rows)]);
    for (const script of sql) await client.query(script);
    for (const role of loginRoles) {
      await client.query(`ALTER ROLE ${quoteIdentifier(role)} PASSWORD ${quoteLiteral(server.password)}`);
    }
  } catch (cause) {
    throw new CutoverError('demo.server', `The sample could not be made: ${(cause as Error).message}`, {
      hint: 'See that the temporary folder (TMPDIR) has room, or take a smaller --scale.',
      cause,
    });
  } finally {
    await client.end();
  }
}
