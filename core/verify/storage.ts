import prettyBytes from 'pretty-bytes';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { toCutoverError } from '../errors.ts';
import { counted } from '../numbers.ts';
import type { StorageAction, VerifyFilesAction } from '../plan/types.ts';
import type { CallOptions, StepContext, StepOf, StepOutcome } from '../steps/context.ts';
import { runScript } from '../steps/context.ts';
import { hashFile } from '../supabase/storage/directory.ts';
import type { LedgerObject } from '../supabase/storage/ledger.ts';
import { eachPage } from '../supabase/storage/pages.ts';
import { readStored, type StoredObject } from '../supabase/storage/rows.ts';
import type { StorageTally } from '../supabase/storage/run.ts';
import { type CarriedFile, readFile } from '../supabase/storage/transfer.ts';
import { summaryName, type VerifyItem } from './types.ts';

/** Differences of one step that are listed one by one. */
const maximumDifferences = 200;

/**
 * Reads back what was moved and compares size and SHA-256 with what passed, and the rows of both ends where this role
 * may read them. A file is known by its path.
 */
export async function verifyFiles(
  context: StepContext,
  steps: readonly StepOf<VerifyFilesAction>[],
  options: CallOptions,
): Promise<StepOutcome[]> {
  const outcomes: StepOutcome[] = [];
  for (const { step, action } of steps) {
    const tally = await new Comparison(context, action, options).run();
    context.storage.tallies.set(step.id, tally);
    outcomes.push({ step, rows: tally.files, bytes: tally.bytes });
  }
  await runScript(context, steps, []);
  return outcomes;
}

class Comparison {
  readonly #context: StepContext;
  readonly #action: VerifyFilesAction;
  readonly #options: CallOptions;
  #files = 0;
  #bytes = 0;
  #read = 0;
  #different = 0;

  constructor(context: StepContext, action: VerifyFilesAction, options: CallOptions) {
    this.#context = context;
    this.#action = action;
    this.#options = options;
  }

  async run(): Promise<StorageTally> {
    const { pool, storage } = this.#context;
    const { mode, listing } = this.#action;
    const source = listing === 'api' ? await storage.client('source', this.#options.signal) : undefined;
    const access =
      mode === 'api' && listing === 'sql' ? await pool.withTarget((target) => storage.rowAccess(target)) : undefined;
    for await (const { objects, known } of eachPage(this.#context, this.#action, source)) {
      const ledger = new Map(known.map((object) => [object.name, object]));
      const rows = access?.reads ? await this.#targetRows(objects) : undefined;
      await Promise.all(
        objects.map((object) => storage.slots.use(() => this.#one(object, ledger.get(object.name), rows))),
      );
      const present = new Set(objects.map((object) => object.name));
      for (const { name } of known)
        if (!present.has(name)) this.#tell(name, 'extra', 'moved, and no more on the source');
    }
    return { files: this.#files, bytes: this.#bytes, read: this.#read, different: this.#different };
  }

  async #targetRows(objects: readonly StoredObject[]): Promise<ReadonlyMap<string, StoredObject>> {
    const { pool, storage } = this.#context;
    const { bucket } = this.#action;
    // In the target's own order of pages there may be more between two names; they are no concern of the run's.
    const names = objects.map((object) => object.name);
    const rows = await pool.withTarget(async (target) => {
      const { columns } = await storage.rowAccess(target);
      return await readStored(target, columns, { bucket }, names.length, names);
    });
    return new Map(rows.map((row) => [row.name, row]));
  }

  async #one(
    object: StoredObject,
    moved: LedgerObject | undefined,
    rows: ReadonlyMap<string, StoredObject> | undefined,
  ): Promise<void> {
    const { name } = object;
    this.#files += 1;
    if (moved?.state !== 'done' || !moved.sha256) return this.#tell(name, 'missing', 'on the source, and not moved');
    if (moved.sourceVersion !== object.version) {
      return this.#tell(name, 'differs', 'it was replaced on the source since it was moved');
    }
    const row = rows?.get(name);
    if (rows && !row) return this.#tell(name, 'missing', 'the target has no row of it');
    const differences = row ? await this.#contrast(object, row) : [];
    if (differences.length > 0) return this.#tell(name, 'differs', differences.join(' | '));
    if (this.#action.mode === 'api' && row && row.size !== moved.size) {
      return this.#tell(name, 'differs', `source: ${moved.size} bytes | target: ${row.size ?? 'no'} bytes`);
    }
    if (!isSampled(this.#action.bucket, name, this.#action.sample)) return;
    try {
      const there = await this.#readBack(name, moved);
      this.#read += 1;
      if (there.size !== moved.size) {
        this.#tell(name, 'differs', `source: ${moved.size} bytes | target: ${there.size} bytes`);
      } else if (!there.sha256.equals(moved.sha256)) {
        this.#tell(name, 'differs', `${there.size} bytes on both ends, but other contents (SHA-256)`);
      }
    } catch (thrown) {
      const error = toCutoverError(thrown);
      if (error.code === 'stopped' || error.code.startsWith('connection.')) throw error;
      this.#tell(name, 'missing', error.message);
    }
  }

  async #readBack(name: string, moved: LedgerObject): Promise<CarriedFile> {
    const { storage } = this.#context;
    const passed = (bytes: number): void => {
      this.#bytes += bytes;
      this.#options.progress(this.#files, this.#bytes);
    };
    if (this.#action.mode === 'directory') return await hashFile(join(storage.folder, moved.path ?? ''), passed);
    return await readFile(await storage.client('target', this.#options.signal), this.#action.bucket, name, passed);
  }

  /** What rows say beside the file. What the server alone decides is no difference. */
  async #contrast(source: StoredObject, target: StoredObject): Promise<string[]> {
    const access = await this.#context.pool.withTarget((session) => this.#context.storage.rowAccess(session));
    const fields: (readonly [string, (object: StoredObject) => string | undefined])[] = [
      ['type', (object) => object.contentType],
      ['user metadata', (object) => canonical(object.userMetadata)],
      ['cache control', (object) => object.cacheControl],
      ...(access.writes
        ? ([
            ['id', (object: StoredObject) => object.id],
            ['owner', (object: StoredObject) => object.ownerId ?? object.owner],
            ['created', (object: StoredObject) => object.createdAt],
          ] as const)
        : []),
      ...(access.times ? ([['updated', (object: StoredObject) => object.updatedAt]] as const) : []),
    ];
    return fields
      .filter(([, value]) => value(source) !== value(target))
      .map(([field, value]) => `${field}: source: ${value(source) ?? 'none'} | target: ${value(target) ?? 'none'}`);
  }

  #tell(name: string, verdict: 'missing' | 'differs' | 'extra', detail: string): void {
    this.#different += 1;
    if (this.#different > maximumDifferences) return;
    tell(this.#context, { kind: 'storage', name: `${this.#action.bucket}/${name}`, verdict, detail });
  }
}

/** Keys in one order: two servers may keep them in two. */
function canonical(value: { readonly [key: string]: unknown } | undefined): string | undefined {
  if (value === undefined || Object.keys(value).length === 0) return undefined;
  return JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The same files each time: a sample that changes proves nothing about a repair. */
function isSampled(bucket: string, name: string, percent: number): boolean {
  if (percent >= 100) return true;
  const hash = createHash('sha256').update(`${bucket}/${name}`).digest();
  return hash.readUInt32BE(0) / 2 ** 32 < percent / 100;
}

/** The buckets' own settings, and one line over all files. */
export async function verifyStorage(
  context: StepContext,
  steps: readonly StepOf<Extract<StorageAction, { type: 'verify-storage' }>>[],
  options: CallOptions,
): Promise<StepOutcome[]> {
  for (const { action } of steps) {
    if (action.mode === 'api') await verifyBuckets(context, action, options);
    const tallies = [...context.storage.tallies.values()];
    const sum = (of: (tally: StorageTally) => number): number => tallies.reduce((total, tally) => total + of(tally), 0);
    const files = sum((tally) => tally.files);
    const read = sum((tally) => tally.read);
    const different = sum((tally) => tally.different);
    const where = action.mode === 'directory' ? ' in the folder' : '';
    tell(context, {
      kind: 'storage',
      name: summaryName('storage'),
      verdict: different === 0 ? 'match' : 'differs',
      detail:
        different === 0
          ? action.sample === 0
            ? `${counted(files, 'file')}${where} equal by row and size`
            : `${counted(read, 'file')}${where} read back, equal by size and SHA-256`
          : `${counted(files, 'file')} compared${where}, ${different} different`,
    });
    if (action.sample < 100) {
      tell(context, {
        kind: 'storage',
        name: 'files outside of the sample',
        verdict: 'skipped',
        detail: `${action.sample === 0 ? '--verify counts' : `--verify-storage sample:${action.sample}%`}: ${counted(files - read, 'file')} of ${counted(files, 'file')} not read back`,
      });
    }
  }
  return await runScript(context, steps, []);
}

async function verifyBuckets(
  context: StepContext,
  action: Extract<StorageAction, { type: 'verify-storage' }>,
  options: CallOptions,
): Promise<void> {
  const client = await context.storage.client('target', options.signal);
  const present = new Map((await client.buckets()).map((bucket) => [bucket.id, bucket]));
  for (const wanted of action.buckets) {
    const found = present.get(wanted.id);
    const differences = found
      ? [
          ...(found.public === wanted.public ? [] : ['public']),
          ...(found.fileSizeLimit === wanted.fileSizeLimit ? [] : ['size limit']),
          ...(sameSet(found.allowedMimeTypes, wanted.allowedMimeTypes) ? [] : ['media types']),
        ]
      : [];
    tell(context, {
      kind: 'bucket',
      name: wanted.id,
      verdict: !found ? 'missing' : differences.length > 0 ? 'differs' : 'match',
      detail: !found ? 'not on the target' : differences.length > 0 ? differences.join(', ') : 'same rules',
    });
  }
}

function sameSet(a: readonly string[] | null, b: readonly string[] | null): boolean {
  return JSON.stringify([...(a ?? [])].sort()) === JSON.stringify([...(b ?? [])].sort());
}

/** Files that stay behind: said in the verdict, since nobody else will miss them before the users do. */
export async function verifyLeft(
  context: StepContext,
  steps: readonly StepOf<Extract<StorageAction, { type: 'storage-left' }>>[],
): Promise<StepOutcome[]> {
  for (const { action } of steps) {
    tell(context, {
      kind: 'storage',
      name: 'files',
      verdict: 'skipped',
      detail: `${counted(action.files, 'file')}, ${prettyBytes(action.bytes)}, were not moved: ${action.reason}`,
    });
  }
  return await runScript(context, steps, []);
}

function tell(context: StepContext, item: VerifyItem): void {
  context.verified({ item });
  context.emit({ type: 'verify.item', ...item });
}
