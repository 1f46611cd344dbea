import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { appendFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { finished, pipeline } from 'node:stream/promises';
import { CutoverError } from '../errors.ts';
import type { Change } from './changes.ts';
import { identityStatements, statementsOf } from './statements.ts';
import type { ReconciledTable } from './tables.ts';
import { makeFolder } from '../folders.ts';

/** What is kept in memory of a table's text before it goes to disk, in characters. */
const bufferedText = 256 * 1024;

/** Text that grows on disk. */
class Spool {
  readonly #path: string;
  #text = '';
  #written = false;

  constructor(path: string) {
    this.#path = path;
  }

  async add(text: string): Promise<void> {
    this.#text += text;
    if (this.#text.length >= bufferedText) await this.#flush();
  }

  /** Appends all of it to a file, and forgets it. */
  async moveTo(output: WriteStream): Promise<void> {
    if (this.#written) {
      await this.#flush();
      await pipeline(createReadStream(this.#path), output, { end: false });
      await rm(this.#path);
    } else if (this.#text !== '' && !output.write(this.#text)) {
      await new Promise<void>((resolve) => output.once('drain', resolve));
    }
    this.#text = '';
  }

  async #flush(): Promise<void> {
    if (this.#text === '') return;
    await appendFile(this.#path, this.#text, { mode: 0o600 });
    this.#written = true;
    this.#text = '';
  }
}

/** What the changes of one table come to as text, piece by piece. */
export class TableText {
  readonly table: ReconciledTable;
  readonly counts = { inserted: 0, updated: 0, deleted: 0 };
  unknownUsers = 0;
  readonly #changed = new Set<string>();
  readonly #deletes: Spool;
  readonly #writes: Spool;
  readonly #json: Spool;

  constructor(folder: string, number: number, table: ReconciledTable) {
    const path = (what: string): string => join(folder, `${number}.${what}.part`);
    this.table = table;
    this.#deletes = new Spool(path('deletes'));
    this.#writes = new Spool(path('writes'));
    this.#json = new Spool(path('json'));
  }

  async add(changes: readonly Change[]): Promise<void> {
    const { deletes, writes } = statementsOf(this.table, changes);
    await this.#deletes.add(deletes);
    await this.#writes.add(writes);
    await this.#json.add(changes.map((change) => `${JSON.stringify(this.#record(change))}\n`).join(''));
    for (const { op, times, columns, unknownUser } of changes) {
      this.counts[counted[op]] += times;
      if (unknownUser) this.unknownUsers += 1;
      for (const name of columns) this.#changed.add(name);
    }
  }

  async deletesTo(output: WriteStream): Promise<void> {
    await this.#deletes.moveTo(output);
  }

  async writesTo(output: WriteStream): Promise<void> {
    const identity = identityStatements(this.table, this.#changed);
    output.write(identity.before);
    await this.#writes.moveTo(output);
    output.write(identity.after);
  }

  async jsonTo(output: WriteStream): Promise<void> {
    await this.#json.moveTo(output);
  }

  #record({ op, before, after, columns, times, unknownUser }: Change): Readonly<Record<string, unknown>> {
    const { key, keyColumns, compared } = this.table;
    const some = (row: Change['before'], names: readonly string[]): Record<string, string | null> =>
      Object.fromEntries(names.map((name) => [name, row?.[compared.columns.indexOf(name)] ?? null]));
    const names = op === 'update' ? columns : compared.columns;
    return {
      table: key,
      op,
      ...(keyColumns === undefined ? { times } : { key: some(before ?? after, keyColumns) }),
      ...(before === undefined ? {} : { before: some(before, names) }),
      ...(after === undefined ? {} : { after: some(after, names) }),
      ...(unknownUser ? { refersToUserOfTheTargetAlone: true } : {}),
    };
  }
}

const counted = { insert: 'inserted', update: 'updated', delete: 'deleted' } as const;

/** A file of the export: whole under its name, or not there. Throws `step.failed` where the disk refuses it. */
export async function writeWhole(path: string, write: (output: WriteStream) => Promise<void>): Promise<void> {
  const unfinished = `${path}.unfinished`;
  try {
    const output = createWriteStream(unfinished, { mode: 0o600 });
    // Heard from the first byte on: a full disk is told by whatever is written next.
    const ended = finished(output);
    ended.catch(() => undefined);
    await Promise.race([write(output), ended]);
    output.end();
    await ended;
    await rename(unfinished, path);
  } catch (cause) {
    throw unwritten(path, cause);
  }
}

/** The export's own folder, for its owner alone. Throws `step.failed`. */
export async function makeExportFolder(folder: string): Promise<void> {
  try {
    await makeFolder(folder, 0o700);
  } catch (cause) {
    throw unwritten(folder, cause);
  }
}

export function unwritten(path: string, cause: unknown): CutoverError {
  if (cause instanceof CutoverError) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new CutoverError('step.failed', `${path} cannot be written: ${reason}`, {
    hint: 'Make room or name another place with --state-dir, then repeat cutover reconcile. Neither database was changed.',
    cause,
  });
}
