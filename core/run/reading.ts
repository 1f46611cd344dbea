import type { RunOptions } from '../config.ts';
import { readInventory } from '../inventory/inventory.ts';
import { readSchemas } from '../inventory/schemas.ts';
import type { Inventory } from '../inventory/types.ts';
import { type DumpEntry, splitDump } from '../plan/entries.ts';
import { dumpSchema } from '../postgres/dump/dump.ts';
import { connect, type Session } from '../postgres/session.ts';
import { type Snapshot, takeSnapshot } from './snapshot.ts';

/** What the form of a dump depends on: who will run it, and on which version. */
export interface DumpTarget {
  readonly superuser: boolean;
  /** `server_version_num` */
  readonly serverVersion: number;
}

/**
 * All that a plan needs of the source, under one snapshot: pg_dump has a thread and a connection of its own, and the
 * catalogs are read meanwhile. Begins when it is made, and writes nothing anywhere; a run reads while its checks still
 * look, and whoever is told no throws it away.
 */
export class Reading {
  readonly inventory: Promise<Inventory>;
  readonly #snapshot: Promise<Snapshot>;
  readonly #sourceUrl: string;
  readonly #schemas: Promise<readonly string[]>;
  readonly #stop = new AbortController();
  #dump: { readonly target: DumpTarget; readonly entries: Promise<readonly DumpEntry[]> };
  #taken = false;

  constructor(sourceUrl: string, options: RunOptions, target: DumpTarget) {
    this.#sourceUrl = sourceUrl;
    this.#snapshot = takeSnapshot(sourceUrl);
    this.#schemas = this.#snapshot.then(async ({ session }) =>
      (await readSchemas(session, options.schemas)).map((schema) => schema.name),
    );
    // The dump takes longest: what it waits for is read first.
    this.inventory = this.#schemas.then(async () => await readSourceInventory(await this.#snapshot, options));
    this.#dump = { target, entries: this.#dumpFor(target) };
    // Each is awaited by whoever needs it, if anybody does.
    for (const each of [this.#snapshot, this.#schemas, this.inventory, this.#dump.entries]) each.catch(() => undefined);
  }

  /** The schema's objects as pg_dump writes them for this target, in its order. Throws as `dumpSchema` does. */
  async entries(target: DumpTarget): Promise<readonly DumpEntry[]> {
    const known = this.#dump.target;
    const alike = known.superuser === target.superuser && major(known.serverVersion) === major(target.serverVersion);
    if (!alike) this.#dump = { target, entries: this.#dumpFor(target) };
    return await this.#dump.entries;
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
    await Promise.allSettled([this.#dump.entries, this.#taken ? undefined : this.#dropSnapshot()]);
  }

  async #dropSnapshot(): Promise<void> {
    const { session } = await this.#snapshot;
    const read = await Promise.race([this.inventory.then(() => true), Promise.resolve(false)]);
    // A query may be under way: nobody waits for its answer any more.
    if (!read) session.destroy(new Error('what was read ahead is not wanted'));
    await session.close();
  }

  async #dumpFor(target: DumpTarget): Promise<readonly DumpEntry[]> {
    const dumper = await this.#openDumper();
    try {
      const [snapshot, schemas] = await Promise.all([this.#snapshot, this.#schemas]);
      const sql = await dumpSchema(dumper, {
        snapshot: snapshot.id,
        // Only a superuser may give objects away; for anybody else they belong to the role that makes them.
        owners: target.superuser,
        schemas,
        quoteAll: major(snapshot.session.serverVersion) !== major(target.serverVersion),
        signal: this.#stop.signal,
      });
      return splitDump(sql).entries;
    } finally {
      // pg_dump has left its own settings behind.
      await dumper.close();
    }
  }

  async #openDumper(): Promise<Session> {
    return await connect({ end: 'source', url: this.#sourceUrl, purpose: 'schema dump' });
  }
}

/** The source as the snapshot shows it, the tables whose rows are left out included: their definitions move. */
export async function readSourceInventory(snapshot: Snapshot, options: RunOptions): Promise<Inventory> {
  return await readInventory(snapshot.session, options.schemas ? { schemas: options.schemas } : {});
}

function major(serverVersion: number): number {
  return Math.floor(serverVersion / 10_000);
}
