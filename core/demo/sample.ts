import pg from 'pg';
import { CutoverError } from '../errors.ts';
import { quoteIdentifier, quoteLiteral } from '../postgres/identifiers.ts';
import { authTablesSql } from './sample/auth.ts';
import { authKeysSql } from './sample/auth-keys.ts';
import { authRowsSql } from './sample/auth-rows.ts';
import { helpersSql, setVolumeSql, volumes } from './sample/helpers.ts';
import { orderRowsSql } from './sample/order-rows.ts';
import { loginRoles, rolesSql, serviceRightsSql } from './sample/roles.ts';
import { shopCodeSql } from './sample/shop-code.ts';
import { shopKeysSql } from './sample/shop-keys.ts';
import { shopRightsSql } from './sample/shop-rights.ts';
import { shopRowsSql } from './sample/shop-rows.ts';
import { shopTablesSql } from './sample/shop-tables.ts';
import { storageKeysSql, storageTablesSql } from './sample/storage.ts';
import { storageRowsSql } from './sample/storage-rows.ts';
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
  authRowsSql,
  storageRowsSql,
  shopRowsSql,
  orderRowsSql,
  authKeysSql,
  storageKeysSql,
  serviceRightsSql,
  shopKeysSql,
  shopCodeSql,
  shopRightsSql,
  'ANALYZE;',
];

/**
 * Fills the database `postgres` of a fresh server with a project as Supabase hosts it: an online shop platform on top
 * of `auth` and `storage`. The server does all the work; equal scales give equal data. Every role that logs in has the
 * server's password. The server has to have been started with `sampleSuperuser`. Throws `demo.server`.
 */
export async function createSample(server: EmbeddedServer, { scale = 1 }: SampleRequest = {}): Promise<void> {
  const client = new pg.Client({ connectionString: server.url(), application_name: 'cutover sample' });
  // A lost connection is reported twice: here, and by the query that it interrupts, which is the one that counts.
  client.on('error', () => undefined);
  try {
    await client.connect();
    for (const { name, rows } of volumes(scale)) await client.query(setVolumeSql, [name, String(rows)]);
    for (const script of scripts) await client.query(script);
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
