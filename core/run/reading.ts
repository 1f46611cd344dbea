import type { EngineConfig } from '../config.ts';
import { readInventory } from '../inventory/inventory.ts';
import { readSchemas } from '../inventory/schemas.ts';
import type { Inventory } from '../inventory/types.ts';
import { defaultMigrationsFolder } from '../migrations/folder.ts';
import { type FolderSchema, readFolderSchema } from '../migrations/folder-schema.ts';
import { type DumpEntry, splitDump } from '../plan/entries.ts';
import { readSuperuser } from '../plan/target-state.ts';
import { dumpSchema } from '../postgres/dump/dump.ts';
import { DumpThread } from '../postgres/dump/thread.ts';
import { connect, type Session } from '../postgres/session.ts';
import { type InTheWay, readBefore, type TargetBefore } from '../rollback/before.ts';
import { type ManagedObject, readManagedObjects } from '../supabase/objects.ts';
import { type EndFacts, readEndFacts, type Scope, settleScope, sourceSelection } from '../supabase/scope.ts';
import { wantsApi } from '../supabase/storage/settings.ts';
import { type Snapshot, takeSnapshot } from './snapshot.ts';

/** What decides about a target what is read of the source, and the form of the dump. */
export interface ReadingTarget {
  readonly superuser: boolean;
  /** `server_version_num` */
  readonly serverVersion: number;
  readonly facts: EndFacts;
}

/** Throws CutoverError. */
export async function readReadingTarget(session: Session): Promise<ReadingTarget> {
  const { serverVersion } = session;
  return { superuser: await readSuperuser(session), serverVersion, facts: await readEndFacts(session) };
}

/**
 * All that a plan needs of the source, under one snapshot: pg_dump has a thread and a connection of its own, and the
 * catalogs are read meanwhile. Begins when it is made, and writes nothing anywhere; a run reads while its checks still
 * look, and whoever is told no throws it away.
 */
export class Reading {
  /** What the source has of Supabase. */
  readonly facts: Promise<EndFacts>;
  /** What a run moves. Rejects with `config.invalid` where source, target and choices contradict each other. */
  readonly scope: Promise<Scope>;
  /** The source as the snapshot shows it, the tables whose rows are left out included: their definitions move. */
  readonly inventory: Promise<Inventory>;
  /** What the project has in schemas of Supabase's. */
  readonly managed: Promise<readonly ManagedObject[]>;
  /** With `--schema migrations`, what the folder makes. Rejects as `readFolderSchema` does. */
  readonly folder: Promise<FolderSchema | undefined>;
  readonly #snapshot: Promise<Snapshot>;
  readonly #schemas: Promise<readonly string[]>;
  readonly #config: EngineConfig;
  readonly #target: ReadingTarget;
  readonly #stop = new AbortController();
  #entries: Promise<readonly DumpEntry[]> | undefined;
  #taken = false;
  #read = false;
  #before: Promise<TargetBefore> | undefined;

  constructor(config: EngineConfig, target: ReadingTarget) {
    const { options, profile } = config;
    this.#config = config;
    this.#target = target;
    this.#snapshot = takeSnapshot(config.sourceUrl);
    this.facts = this.#snapshot.then(async ({ session }) => await readEndFacts(session));
    this.scope = this.facts.then((facts) =>
      settleScope(facts, target.facts, {
        options,
        carrySessions: profile.carrySessions,
        files: wantsApi(config),
      }),
    );
    // The dump takes longest: what it waits for is read first.
    this.#schemas = this.under(async (session, scope) =>
      (await readSchemas(session, scope.schemas)).map((schema) => schema.name),
    );
    this.inventory = this.#schemas.then(
      async () => await this.under(async (session, scope) => await readInventory(session, sourceSelection(scope))),
    );
    this.managed = this.inventory.then(
      async () =>
        await this.under(async (session, scope) => (scope.auth === undefined ? [] : await readManagedObjects(session))),
    );
    this.#entries = this.#dump();
    this.folder = readFolder(config, target.serverVersion);
    // Each is awaited by whoever needs it, if anybody does.
    const all = [
      this.#snapshot,
      this.facts,
      this.scope,
      this.#schemas,
      this.inventory,
      this.managed,
      this.#entries,
      this.folder,
    ];
    for (const each of all) each.catch(() => undefined);
    void this.managed.then(
      () => (this.#read = true),
      () => undefined,
    );
  }

  /** True where what was read is what this target needs too. */
  fits(target: ReadingTarget): boolean {
    const essence = ({ superuser, serverVersion, facts }: ReadingTarget): string =>
      JSON.stringify([
        superuser,
        major(serverVersion),
        facts.goTrue,
        facts.serviceOwned,
        facts.schemas.map(({ name }) => name),
      ]);
    return essence(target) === essence(this.#target);
  }

  /** The schema's objects as pg_dump writes them for this target, in its order. Rejects as `dumpSchema` does. */
  get entries(): Promise<readonly DumpEntry[]> {
    if (!this.#entries) throw new Error('the reading has been closed');
    return this.#entries;
  }

  /** What the target is before it is changed. Read from the first call on, which is only for who is going to change it. */
  readBefore(): Promise<TargetBefore> {
    this.#before ??= readBefore({
      targetUrl: this.#config.targetUrl,
      inTheWay: this.#inTheWay(),
      signal: this.#stop.signal,
    });
    this.#before.catch(() => undefined);
    return this.#before;
  }

  async #inTheWay(): Promise<InTheWay> {
    const [scope, schemas] = await Promise.all([this.scope, this.#schemas]);
    const present = new Set(this.#target.facts.schemas.map(({ name }) => name));
    const met = [...schemas, ...(scope.shim ? ['auth'] : [])].filter((name) => present.has(name));
    const keeps = scope.schema !== undefined;
    return {
      renamed: keeps ? [] : met,
      emptied: keeps ? [...scope.rowSchemas, ...met] : scope.rowSchemas,
      supabase: scope.target === 'supabase',
    };
  }

  /** The snapshot, which is the caller's to close from then on. Throws as `takeSnapshot` does. */
  async takeSnapshot(): Promise<Snapshot> {
    const snapshot = await this.#snapshot;
    this.#taken = true;
    return snapshot;
  }

  /** Ends what is still under way, and closes the snapshot unless somebody took it. Never throws. */
  async close(): Promise<void> {
    this.#stop.abort();
    await Promise.allSettled([
      this.#entries,
      this.folder,
      this.#before,
      this.#taken ? undefined : this.#dropSnapshot(),
    ]);
    // Whoever holds the reading for as long as a run lasts need not hold the whole schema's text.
    this.#entries = undefined;
  }

  async #dropSnapshot(): Promise<void> {
    const { session } = await this.#snapshot;
    // A query may be under way: nobody waits for its answer any more.
    if (!this.#read) session.destroy(new Error('what was read ahead is not wanted'));
    await session.close();
  }

  /** What else is to be read of the source under the snapshot. */
  async under<Result>(read: (session: Session, scope: Scope) => Promise<Result>): Promise<Result> {
    const [{ session }, scope] = await Promise.all([this.#snapshot, this.scope]);
    return await read(session, scope);
  }

  async #dump(): Promise<readonly DumpEntry[]> {
    // The target has the schema.
    if (this.#config.options.schema === 'existing') return [];
    const { serverVersion } = this.#target;
    // The thread starts while the snapshot is taken.
    const thread = new DumpThread();
    try {
      const dumper = await connect({ end: 'source', url: this.#config.sourceUrl, purpose: 'schema dump' });
      try {
        const [snapshot, schemas] = await Promise.all([this.#snapshot, this.#schemas]);
        const sql = await dumpSchema(dumper, {
          snapshot: snapshot.id,
          // A role that is no superuser gives away what it may; the plan decides that.
          owners: true,
          schemas,
          quoteAll: major(snapshot.session.serverVersion) !== major(serverVersion),
          thread,
          signal: this.#stop.signal,
        });
        return splitDump(sql).entries;
      } finally {
        // pg_dump has left its own settings behind.
        await dumper.close();
      }
    } finally {
      await thread.end();
    }
  }
}

/** What the migration folder makes on a server of this version (`server_version_num`), where the schema comes from it. */
export async function readFolder(
  { options }: Pick<EngineConfig, 'options'>,
  serverVersion: number,
): Promise<FolderSchema | undefined> {
  if (options.schema !== 'migrations') return undefined;
  return await readFolderSchema(options.migrationsFolder ?? defaultMigrationsFolder, major(serverVersion));
}

function major(serverVersion: number): number {
  return Math.floor(serverVersion / 10_000);
}
