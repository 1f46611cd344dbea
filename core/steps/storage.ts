import { CutoverError, toCutoverError } from '../errors.ts';
import type { StorageFilesAction } from '../plan/types.ts';
import type { StorageClient } from '../supabase/storage/client.ts';
import { writeFile } from '../supabase/storage/directory.ts';
import {
  beginObjects,
  type DoneObject,
  finishObjects,
  forgetObjects,
  keepUploadUrl,
  type LedgerObject,
} from '../supabase/storage/ledger.ts';
import { eachPage } from '../supabase/storage/pages.ts';
import { loadRows, markOf, readVersions, restoreTimes, type StoredObject } from '../supabase/storage/rows.ts';
import type { RowAccess, StorageRun } from '../supabase/storage/run.ts';
import { carryFile, readFile } from '../supabase/storage/transfer.ts';
import { type CallOptions, committed, type StepContext, type StepOf, type StepOutcome } from './context.ts';

/** Finished files are written down in groups of this many, or when this long has passed, in ms. */
const groupSize = 50;
const groupMs = 1000;
/** Files that a failure names one by one. */
const namesShown = 5;

/**
 * The files of one range of a bucket. What the ledger has as done is left alone; what an earlier attempt may have
 * finished without a word to the ledger is read and compared before it is sent again. A file that cannot be moved is
 * named, and the others go on. Throws `storage.files-failed` with the names, or what keeps all of them from moving.
 */
export async function runStorageFiles(
  context: StepContext,
  steps: readonly StepOf<StorageFilesAction>[],
  options: CallOptions,
): Promise<StepOutcome[]> {
  const outcomes: StepOutcome[] = [];
  for (const { step, action } of steps) {
    const work = await FilesOfRange.open(context, action, options);
    const moved = await work.run();
    outcomes.push({ step, ...moved });
  }
  return await context.pool.withTarget(
    async (target) =>
      await committed(context, target, async () => {
        await target.execute('BEGIN');
        return outcomes;
      }),
  );
}

class FilesOfRange {
  readonly #context: StepContext;
  readonly #storage: StorageRun;
  readonly #action: StorageFilesAction;
  readonly #options: CallOptions;
  readonly #source: StorageClient;
  /** Undefined with `--storage directory`. */
  readonly #target: StorageClient | undefined;
  readonly #access: RowAccess;
  readonly #failures: { readonly name: string; readonly error: CutoverError }[] = [];
  /** What keeps every file from moving: the rest is not begun. */
  #fatal: CutoverError | undefined;
  #finished: { readonly object: StoredObject; readonly done: DoneObject }[] = [];
  #flushing: Promise<void> = Promise.resolve();
  #flushedAt = performance.now();
  #files = 0;
  #bytes = 0;

  private constructor(
    context: StepContext,
    action: StorageFilesAction,
    options: CallOptions,
    ends: { readonly source: StorageClient; readonly target: StorageClient | undefined; readonly access: RowAccess },
  ) {
    this.#context = context;
    this.#storage = context.storage;
    this.#action = action;
    this.#options = options;
    this.#source = ends.source;
    this.#target = ends.target;
    this.#access = ends.access;
  }

  static async open(context: StepContext, action: StorageFilesAction, options: CallOptions): Promise<FilesOfRange> {
    const { pool, storage } = context;
    const source = await storage.client('source', options.signal);
    if (action.mode === 'directory') {
      const access = { columns: new Set<string>(), reads: false, writes: false, times: false };
      return new FilesOfRange(context, action, options, { source, target: undefined, access });
    }
    const target = await storage.client('target', options.signal);
    const access = await pool.withTarget(async (session) => await storage.rowAccess(session));
    return new FilesOfRange(context, action, options, { source, target, access });
  }

  async run(): Promise<{ readonly rows: number; readonly bytes: number }> {
    for await (const page of eachPage(this.#context, this.#action, this.#source)) {
      await this.#page(page);
      if (this.#fatal) break;
    }
    await this.#flush();
    if (this.#fatal) throw this.#fatal;
    if (this.#failures.length > 0) throw this.#failed();
    return { rows: this.#files, bytes: this.#bytes };
  }

  async #page(page: { readonly objects: readonly StoredObject[]; readonly known: readonly LedgerObject[] }) {
    const known = new Map(page.known.map((object) => [object.name, object]));
    await this.#removeGone(page);
    const left: StoredObject[] = [];
    for (const object of page.objects) {
      const before = known.get(object.name);
      if (before?.state === 'done' && before.sourceVersion === object.version) {
        this.#files += 1;
        this.#passed(before.size ?? 0);
      } else left.push(object);
    }
    if (left.length === 0) return;
    const there = await this.#begin(left, known);
    await Promise.all(
      left.map((object) =>
        this.#storage.slots.use(async () => {
          if (this.#fatal || this.#options.signal.aborted) return;
          await this.#one(object, known.get(object.name), there.has(object.name));
        }),
      ),
    );
    if (this.#options.signal.aborted) this.#fatal ??= stopped();
  }

  /** What an earlier attempt moved, and the source has no more: it goes from the target too. */
  async #removeGone({
    objects,
    known,
  }: {
    readonly objects: readonly StoredObject[];
    readonly known: readonly LedgerObject[];
  }) {
    if (this.#action.listing === 'api') return;
    const present = new Set(objects.map((object) => object.name));
    const gone = known.map((object) => object.name).filter((name) => !present.has(name));
    if (gone.length === 0) return;
    await this.#target?.remove(this.#action.bucket, gone);
    await this.#context.pool.withTarget(async (session) =>
      forgetObjects(session, this.#storage.runId, this.#action.bucket, gone),
    );
  }

  /**
   * Writes the names down and loads their rows, in one transaction: whatever happens next, a rollback knows of them.
   * Gives the names of those whose file may be there already, since an earlier attempt began them.
   */
  async #begin(
    objects: readonly StoredObject[],
    known: ReadonlyMap<string, LedgerObject>,
  ): Promise<ReadonlySet<string>> {
    const { bucket, listing } = this.#action;
    const { runId } = this.#storage;
    const { columns, reads, writes } = this.#access;
    const begun = objects.filter((object) => known.has(object.name));
    return await this.#context.pool.withTarget(async (session) => {
      await session.execute('BEGIN');
      try {
        const loaded =
          writes && listing === 'sql' ? await loadRows(session, columns, runId, bucket, objects) : undefined;
        const isTaken = ({ name }: StoredObject): boolean => loaded?.has(name) === false && !known.has(name);
        const ours = objects.filter((object) => !isTaken(object)).map((object) => object.name);
        await beginObjects(session, runId, bucket, ours);
        await session.execute('COMMIT');
        // Somebody else's file: it has no place in the ledger, by which a rollback removes and a resume overwrites.
        this.#failures.push(...objects.filter(isTaken).map((object) => takenFailure(bucket, object)));
      } catch (error) {
        if (!session.broken) await session.execute('ROLLBACK');
        throw error;
      }
      if (begun.length === 0 || !this.#target) return new Set<string>();
      if (!reads) return new Set(begun.map((object) => object.name));
      const versions = await readVersions(
        session,
        bucket,
        begun.map((object) => object.name),
      );
      const arrived = [...versions].filter(
        ([name, version]) => version !== null && version !== markOf(runId, bucket, name),
      );
      return new Set(arrived.map(([name]) => name));
    });
  }

  async #one(object: StoredObject, before: LedgerObject | undefined, mayBeThere: boolean): Promise<void> {
    const { bucket } = this.#action;
    if (this.#failures.some(({ name }) => name === object.name)) return;
    try {
      const done = this.#target
        ? (mayBeThere && (await this.#adopt(object))) || (await this.#carry(this.#target, object, before))
        : await writeFile({
            source: this.#source,
            folder: this.#storage.folder,
            bucket,
            name: object.name,
            size: object.size,
            passed: (bytes) => this.#passed(bytes),
          });
      this.#files += 1;
      this.#finished.push({
        object,
        done: { path: undefined, ...done, name: object.name, sourceVersion: object.version },
      });
      this.#passed(0);
      if (this.#finished.length >= groupSize || performance.now() - this.#flushedAt > groupMs) await this.#flush();
    } catch (thrown) {
      const error = toCutoverError(thrown);
      if (error.code === 'stopped' || error.code.startsWith('connection.') || error.code === 'internal') {
        this.#fatal ??= error;
        return;
      }
      this.#failures.push({ name: object.name, error });
      if (error.code === 'storage.exists' && before === undefined) await this.#disown(object.name);
    }
  }

  /** The target's service found a file under the name that no attempt of ours can have put there. */
  async #disown(name: string): Promise<void> {
    try {
      await this.#context.pool.withTarget(async (session) =>
        forgetObjects(session, this.#storage.runId, this.#action.bucket, [name]),
      );
    } catch (error) {
      this.#fatal ??= toCutoverError(error);
    }
  }

  /** The file of an earlier attempt, where it is there whole: read on both ends, and not sent again. */
  async #adopt(object: StoredObject): Promise<{ size: number; sha256: Buffer } | undefined> {
    const { bucket } = this.#action;
    if (!this.#target) return undefined;
    try {
      const there = await readFile(this.#target, bucket, object.name);
      const wanted = await readFile(this.#source, bucket, object.name);
      if (there.size !== wanted.size || !there.sha256.equals(wanted.sha256)) return undefined;
      this.#passed(wanted.size);
      return wanted;
    } catch (error) {
      const { code } = toCutoverError(error);
      // It is not there after all, or not readable: then it is sent.
      if (code === 'stopped') throw error;
      return undefined;
    }
  }

  async #carry(target: StorageClient, object: StoredObject, before: LedgerObject | undefined) {
    const { bucket } = this.#action;
    return await carryFile({
      source: this.#source,
      target,
      file: { ...object, bucket, upsert: this.#access.writes || before !== undefined },
      uploadUrl: before?.uploadUrl,
      onUrl: (url) => {
        this.#context.pool
          .withTarget(async (session) => keepUploadUrl(session, this.#storage.runId, bucket, object.name, url))
          // Without it a resume sends the file from its beginning: no more is lost.
          .catch(() => undefined);
      },
      passed: (bytes) => this.#passed(bytes),
    });
  }

  #passed(bytes: number): void {
    this.#bytes += bytes;
    this.#options.progress(this.#files, this.#bytes);
  }

  /** Says that files are done, and puts their times back: both or neither. One group at a time. */
  async #flush(): Promise<void> {
    const before = this.#flushing;
    const turn = Promise.withResolvers<void>();
    this.#flushing = turn.promise;
    await before;
    const group = this.#finished;
    this.#finished = [];
    this.#flushedAt = performance.now();
    try {
      if (group.length > 0) await this.#write(group);
    } finally {
      turn.resolve();
    }
  }

  async #write(group: readonly { readonly object: StoredObject; readonly done: DoneObject }[]): Promise<void> {
    const { bucket, listing } = this.#action;
    await this.#context.pool.withTarget(async (session) => {
      await session.execute('BEGIN');
      try {
        if (this.#access.times && listing === 'sql') {
          await session.execute('SET LOCAL session_replication_role = replica');
          await restoreTimes(
            session,
            bucket,
            group.map(({ object }) => object),
          );
        }
        await finishObjects(
          session,
          this.#storage.runId,
          bucket,
          group.map(({ done }) => done),
        );
        await session.execute('COMMIT');
      } catch (error) {
        if (!session.broken) await session.execute('ROLLBACK');
        throw error;
      }
    });
  }

  #failed(): CutoverError {
    const { bucket } = this.#action;
    const shown = this.#failures.slice(0, namesShown).map(({ name, error }) => `${name}: ${error.message}`);
    const more = this.#failures.length > namesShown ? ` and ${this.#failures.length - namesShown} more` : '';
    const count = this.#failures.length === 1 ? '1 file' : `${this.#failures.length} files`;
    return new CutoverError(
      'storage.files-failed',
      `${count} of bucket ${bucket} could not be moved: ${shown.join('; ')}${more}`,
      { hint: this.#failures[0]?.error.hint ?? '', cause: this.#failures[0]?.error },
    );
  }
}

function takenFailure(bucket: string, object: StoredObject): { name: string; error: CutoverError } {
  return {
    name: object.name,
    error: new CutoverError(
      'storage.exists',
      `the target has a file ${bucket}/${object.name} that this run did not bring`,
      {
        hint: 'Delete it, or roll back and begin anew with --existing-buckets overwrite or rename.',
      },
    ),
  };
}

function stopped(): CutoverError {
  return new CutoverError('stopped', 'the step was stopped', { hint: 'Resume goes on from the ledger.' });
}
