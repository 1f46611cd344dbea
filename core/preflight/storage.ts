import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { hasStorage, readStorage, type StorageInventory } from '../inventory/storage.ts';
import { grouped } from '../numbers.ts';
import { chooseStorage, occupiedBuckets } from '../run/storage.ts';
import { StorageClient } from '../supabase/storage/client.ts';
import { storageError } from '../supabase/storage/errors.ts';
import { rowRights } from '../supabase/storage/rows.ts';
import { storageFolder } from '../supabase/storage/run.ts';
import type { StorageMode } from '../supabase/storage/settings.ts';
import { keyKind } from '../supabase/api.ts';
import { CutoverError } from '../errors.ts';
import type { Check, CheckContext, CheckVerdict, End } from './types.ts';
import { counted, listed, sized } from './words.ts';

/** Listing a large Storage by SQL takes its time. */
const limitMs = 120_000;

interface Found {
  readonly mode: StorageMode;
  readonly reason: string;
  /** Undefined where this role may not read it. */
  readonly inventory: StorageInventory | undefined;
}

/** What is to become of the files; undefined where the source has none to think of. Throws `config.invalid`. */
async function findStorage(context: CheckContext): Promise<Found | undefined> {
  const { config } = context;
  const source = await context.session('source');
  if (!(await hasStorage(source))) return undefined;
  const { scope } = await context.carried();
  const target =
    scope.target === 'supabase' &&
    config.supabase?.target !== undefined &&
    (await hasStorage(await context.session('target')));
  const choice = chooseStorage(config.options, { source: config.supabase?.source !== undefined, target });
  return { ...choice, inventory: await readStorage(source) };
}

const none: CheckVerdict = { verdict: 'pass', detail: 'The source has no Storage.', fix: '' };

/** Everything that a check of the files needs; a verdict where there is nothing for it to look at. */
async function filesOf(
  context: CheckContext,
  modes: readonly StorageMode[],
): Promise<{ readonly mode: StorageMode; readonly inventory: StorageInventory } | CheckVerdict> {
  let found: Found | undefined;
  try {
    found = await findStorage(context);
  } catch (error) {
    // What is wrong with the choice itself is the first check's to say.
    if (error instanceof CutoverError && error.code === 'config.invalid') {
      return { verdict: 'pass', detail: 'Nothing can be moved as it was asked for.', fix: '' };
    }
    throw error;
  }
  if (!found) return none;
  if (!modes.includes(found.mode)) {
    return { verdict: 'pass', detail: `It does not matter: ${found.reason}.`, fix: '' };
  }
  if (!found.inventory) {
    return {
      verdict: 'skip',
      detail: 'This role may not read storage.objects, so the files are not known before the run.',
      fix: 'Grant SELECT on storage.objects and storage.buckets to it on the source.',
    };
  }
  return { mode: found.mode, inventory: found.inventory };
}

/** Whether the files can go where they are to go, and whether anybody has decided that they stay. */
export const storageCheck: Check = {
  id: 'storage',
  title: 'Files of Storage have somewhere to go',
  severity: 'blocker',
  asks: 'both',
  looksAt: 'the buckets and files, and where --storage sends them',
  limitMs,
  async run(context) {
    let found: Found | undefined;
    try {
      found = await findStorage(context);
    } catch (error) {
      if (!(error instanceof CutoverError) || error.code !== 'config.invalid') throw error;
      const inventory = await readStorage(await context.session('source'));
      const what = inventory
        ? ` ${counted(inventory.files, 'file')}, ${sized(inventory.bytes)}, ${bucketNames(inventory)}.`
        : '';
      return { verdict: 'fail', detail: `${capital(error.message)}.${what}`, fix: error.hint };
    }
    if (!found) return none;
    const { mode, reason, inventory } = found;
    if (!inventory) {
      const how = mode === 'none' ? 'They are not moved' : 'They are listed through the API, which is slower';
      return {
        verdict: 'fail',
        severity: 'warning',
        detail: `How many files there are cannot be read by this role. ${how}: ${reason}.`,
        fix: 'Grant SELECT on storage.objects and storage.buckets to it on the source.',
      };
    }
    const what = `${counted(inventory.files, 'file')}, ${sized(inventory.bytes)}, in ${bucketNames(inventory)}`;
    if (mode === 'none' && inventory.files > 0) {
      return {
        verdict: 'fail',
        severity: 'warning',
        detail: `Not moved: ${what}. ${capital(reason)}.`,
        fix: 'Move them with --storage api (a Supabase target), or keep them with --storage directory.',
      };
    }
    return { verdict: 'pass', detail: `--storage ${mode}: ${what}.`, fix: '' };
  },
};

function bucketNames({ buckets }: StorageInventory): string {
  return `${counted(buckets.length, 'bucket')} (${listed(buckets.map(({ id, files }) => `${id}: ${grouped(files)}`))})`;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** The service keys on both ends: that they are such, that they work, and that they are of these very projects. */
export const storageKeysCheck: Check = {
  id: 'storage-keys',
  title: 'Storage APIs are those of the two databases',
  severity: 'blocker',
  asks: 'both',
  looksAt: 'the kind of both service keys, and whether API and database know the same buckets',
  limitMs,
  async run(context) {
    const files = await filesOf(context, ['api', 'directory']);
    if ('verdict' in files) return files.verdict === 'skip' ? { ...files, severity: 'warning' } : files;
    const ends: readonly End[] = files.mode === 'api' ? ['source', 'target'] : ['source'];
    const details: string[] = [];
    for (const end of ends) {
      const wrong = await wrongKey(context, end, details);
      if (wrong) return wrong;
    }
    return { verdict: 'pass', detail: `${details.join('; ')}.`, fix: '' };
  },
};

async function wrongKey(context: CheckContext, end: End, details: string[]): Promise<CheckVerdict | undefined> {
  const access = context.config.supabase?.[end];
  if (!access) return undefined;
  const prefix = `CUTOVER_${end.toUpperCase()}`;
  const fix = `Set ${prefix}_SUPABASE_URL and ${prefix}_SERVICE_KEY to those of the ${end}'s own project.`;
  if (keyKind(access.serviceKey) === 'anon') {
    return { verdict: 'fail', detail: `The ${end}'s key is the anon (publishable) key.`, fix };
  }
  const client = await StorageClient.open(end, access, context.signal);
  let listedIds: readonly string[];
  try {
    listedIds = (await client.buckets()).map(({ id }) => id);
  } catch (error) {
    return { verdict: 'fail', detail: `${capital(storageError(error, end, 'list of buckets').message)}.`, fix };
  }
  const session = await context.session(end);
  if ((await rowRights(session))?.reads) {
    const rows = await session.query<{ id: string }>('SELECT id FROM storage.buckets ORDER BY id');
    const missing = rows.filter(({ id }) => !listedIds.includes(id));
    const unknown = listedIds.filter((id) => !rows.some((row) => row.id === id));
    if (missing.length + unknown.length > 0) {
      const names = [...missing.map(({ id }) => id), ...unknown];
      return {
        verdict: 'fail',
        detail: `The ${end}'s API and its database do not know the same buckets (${listed(names)}): they are of two projects.`,
        fix,
      };
    }
  }
  details.push(`the ${end}'s API lists ${counted(listedIds.length, 'bucket')}`);
  return undefined;
}

/** Names that the target's server refuses, found before the run and not in the middle of it. */
export const storageNamesCheck: Check = {
  id: 'storage-names',
  title: "Target's Storage takes every file's name",
  severity: 'blocker',
  asks: 'both',
  looksAt: "the names of all files against what the target's Storage accepts",
  limitMs,
  async run(context) {
    const files = await filesOf(context, ['api']);
    if ('verdict' in files) return files.verdict === 'skip' ? { ...files, severity: 'warning' } : files;
    const { refused, files: count } = files.inventory;
    if (refused.files === 0) return { verdict: 'pass', detail: `${counted(count, 'name')} looked at.`, fix: '' };
    const names = refused.examples.map(({ bucket, name, reason }) => `${bucket}/${name} (${reason})`);
    const more = refused.files > names.length ? ` and ${grouped(refused.files - names.length)} more` : '';
    return {
      verdict: 'fail',
      detail: `${counted(refused.files, 'name')} would be refused: ${names.join(', ')}${more}.`,
      fix: 'Rename them on the source, or keep all files in a folder with --storage directory.',
    };
  },
};

/** A bucket that nobody has; its settings are asked for, and never set. */
const probeBucket = 'cutover-size-probe';

/**
 * The largest file against the target's limit. A server looks at a size limit before it looks for the bucket, so the
 * settings of a bucket that does not exist tell the limit, and change nothing. [supabase/storage, src/storage/storage.ts]
 */
export const storageSizeCheck: Check = {
  id: 'storage-size',
  title: "Target's Storage takes the largest file",
  severity: 'blocker',
  asks: 'both',
  looksAt: "the largest file against the target's limit, or all files against the folder's disk",
  limitMs,
  async run(context) {
    const files = await filesOf(context, ['api', 'directory']);
    if ('verdict' in files) return files.verdict === 'skip' ? { ...files, severity: 'warning' } : files;
    const { largest, bytes } = files.inventory;
    if (files.mode === 'directory') return await roomInFolder(context, bytes);
    if (!largest) return { verdict: 'pass', detail: 'There are no files.', fix: '' };
    const name = `${largest.bucket}/${largest.name}, ${sized(largest.bytes)}`;
    const access = context.config.supabase?.target;
    if (!access) return none;
    const client = await StorageClient.open('target', access, context.signal);
    try {
      await client.updateBucket(probeBucket, {
        public: false,
        fileSizeLimit: largest.bytes,
        allowedMimeTypes: null,
      });
    } catch (error) {
      const { message } = storageError(error, 'target', 'size limit');
      if (/exceeded|too large|\(413\)/i.test(message)) {
        return {
          verdict: 'fail',
          detail: `The largest file (${name}) is above the target's size limit.`,
          fix: "Raise FILE_SIZE_LIMIT of the target's Storage service (50 MB by default), and the limits of proxies in front of it.",
        };
      }
      if (/not found|\(404\)/i.test(message)) {
        return {
          verdict: 'pass',
          detail: `The largest file (${name}) is within its limit. What its disk or quota has left cannot be seen.`,
          fix: '',
        };
      }
      return {
        verdict: 'skip',
        severity: 'warning',
        detail: `The limit is not known: ${message}.`,
        fix: 'Compare FILE_SIZE_LIMIT of the target yourself.',
      };
    }
    return {
      verdict: 'skip',
      severity: 'warning',
      detail: 'The limit is not known.',
      fix: 'Compare FILE_SIZE_LIMIT of the target yourself.',
    };
  },
};

async function roomInFolder({ config, runId }: CheckContext, bytes: number): Promise<CheckVerdict> {
  let folder = storageFolder(config, config.options, runId);
  for (;;) {
    try {
      const { bavail, bsize } = await statfs(folder);
      const free = bavail * bsize;
      const detail = `${sized(bytes)} are needed; ${sized(free)} are free in ${folder}.`;
      if (free >= bytes) return { verdict: 'pass', detail, fix: '' };
      return { verdict: 'fail', detail, fix: 'Make room, or give another folder with --storage-dir.' };
    } catch {
      // The folder is made by the run: what counts is the disk that it will be on.
      const parent = dirname(folder);
      if (parent === folder)
        return { verdict: 'skip', severity: 'warning', detail: 'The room is not known.', fix: 'Look at it yourself.' };
      folder = parent;
    }
  }
}

/** Buckets of the target under the source's names, with files in them that somebody may still want. */
export const storageBucketsCheck: Check = {
  id: 'storage-buckets',
  title: 'No bucket of the target is in the way',
  severity: 'blocker',
  asks: 'both',
  looksAt: "buckets of the source's names on the target that have files",
  limitMs,
  async run(context) {
    const files = await filesOf(context, ['api']);
    if ('verdict' in files) return files.verdict === 'skip' ? { ...files, severity: 'warning' } : files;
    const { config, signal } = context;
    const target = await context.session('target');
    const occupied = await occupiedBuckets({ target, access: config.supabase, signal }, files.inventory);
    if (occupied.length === 0) return { verdict: 'pass', detail: 'None of them has files.', fix: '' };
    const names = `${counted(occupied.length, 'bucket')} with files: ${listed(occupied)}`;
    const done = {
      skip: 'they are left as they are, and the files of the source for them stay behind',
      overwrite: 'files of the same names are set aside, and come back with a rollback',
      rename: 'all that is in them is set aside, and comes back with a rollback',
    } as const;
    const { existingBuckets } = config.options;
    if (existingBuckets) return { verdict: 'pass', detail: `${names}; ${done[existingBuckets]}.`, fix: '' };
    return {
      verdict: 'fail',
      detail: `The target has ${names}.`,
      fix: 'Choose with --existing-buckets: skip leaves them alone, overwrite replaces files of the same names, rename sets aside all that is in them.',
    };
  },
};

const migrationSql = 'SELECT name FROM storage.migrations ORDER BY id DESC LIMIT 1';

/** The schemas of the two services: what one of them knows and the other does not. */
export const storageSchemaCheck: Check = {
  id: 'storage-schema',
  title: 'Storage services of both ends are of like versions',
  severity: 'info',
  asks: 'both',
  looksAt: 'the newest migration of the Storage service on both ends',
  limitMs,
  async run(context) {
    const files = await filesOf(context, ['api']);
    if ('verdict' in files) return files.verdict === 'skip' ? { ...files, severity: 'info' } : files;
    const versions: string[] = [];
    for (const end of ['source', 'target'] as const) {
      const session = await context.session(end);
      const [may] = await session.query<{ may: boolean }>(
        "SELECT pg_catalog.to_regclass('storage.migrations') IS NOT NULL AND pg_catalog.has_table_privilege('storage.migrations', 'SELECT') AS may",
      );
      if (!may?.may) return { verdict: 'skip', detail: `The ${end}'s storage.migrations cannot be read.`, fix: '' };
      const [row] = await session.query<{ name: string }>(migrationSql);
      versions.push(row?.name ?? 'none');
    }
    const [source, target] = versions;
    if (source === target) return { verdict: 'pass', detail: `Both are at ${source}.`, fix: '' };
    return {
      verdict: 'fail',
      detail: `The source is at ${source}, the target at ${target}: only columns that both have are carried.`,
      fix: '',
    };
  },
};

export const storageChecks: readonly Check[] = [
  storageCheck,
  storageKeysCheck,
  storageNamesCheck,
  storageSizeCheck,
  storageBucketsCheck,
  storageSchemaCheck,
];
