import { resolve } from 'node:path';
import {
  backupDatabase,
  type BackupMetadata,
  CutoverError,
  type Profile,
  restoreBackup,
  toCutoverError,
} from '../../core/index.ts';
import { durationText } from '../../screens/text/durations.ts';
import { plural, sizeText } from '../../screens/text/sizes.ts';
import { requireConnections, resolveConnections } from '../connection-settings.ts';
import { exitCodeOfError, exitCodes } from '../exit-code.ts';
import type { House } from '../house.ts';
import { printObject } from '../output.ts';
import { askForPasswords, askHidden } from '../password-prompt.ts';
import { resolveProfile } from './headless.ts';

/** A table that takes longer than this is told of meanwhile, in ms. */
const progressIntervalMs = 10_000;

/** Backs up the source, or that of every profile. Gives the exit code. Throws CutoverError. */
export async function runBackup(house: House): Promise<number> {
  if (!house.flags.allProfiles) {
    await backUp(await resolveProfile(house), house);
    return exitCodes.done;
  }
  const profiles = (await house.settings()).profiles();
  if (profiles.length === 0) {
    throw new CutoverError('config.invalid', 'no profile is saved yet', {
      hint: "The wizard ('cutover') makes one; or name a source: cutover backup --source URL.",
    });
  }
  let code: number = exitCodes.done;
  for (const profile of profiles) {
    try {
      await backUp(profile, house);
    } catch (thrown) {
      // The others are backed up all the same; the first failure decides the exit code.
      const error = toCutoverError(thrown);
      house.warn(`cutover: profile ${profile.name}: ${error.message}`);
      if (error.hint !== '') house.warn(`  ${error.hint}`);
      tell(house, 'backup.failed', { profile: profile.name, code: error.code, message: error.message });
      if (code === exitCodes.done) code = exitCodeOfError(error);
      if (error.code === 'stopped') return exitCodes.stopped;
    }
  }
  return code;
}

async function backUp(profile: Profile, house: House): Promise<void> {
  const { flags } = house;
  const sourceUrl = await urlOf('source', profile, house);
  const begun = performance.now();
  const progress = createProgress(house, 'backup');
  const metadata = await untilStopped(house, async (signal) =>
    backupDatabase({
      sourceUrl,
      schemas: flags.schemas,
      excludeTables: flags.excludeTable ?? [],
      stateDir: house.stateDir,
      toolVersion: house.toolVersion,
      signal,
      onBegin: (tables, folder) => progress.say(`backup of ${plural(tables, 'table')} to ${folder}`),
      onTable: progress.table,
    }),
  );
  const seconds = (performance.now() - begun) / 1000;
  const { rows, bytes } = totalsOf(metadata);
  const { backupId, backupPath, projectRef, databaseName } = metadata;
  tell(house, 'backup.finished', {
    ...(flags.allProfiles ? { profile: profile.name } : {}),
    backupId,
    path: backupPath,
    projectRef,
    databaseName,
    tables: metadata.tables.length,
    rows,
    bytes,
    seconds,
  });
  const what = `${plural(metadata.tables.length, 'table')}, ${plural(rows, 'row')}, ${sizeText(bytes)}`;
  progress.say(`backed up: ${what} in ${durationText(seconds)}: ${backupPath}`);
}

function totalsOf({ files }: BackupMetadata): { readonly rows: number; readonly bytes: number } {
  return { rows: sum(files.map((file) => file.rows)), bytes: sum(files.map((file) => file.bytes)) };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** Restores a backup into the target. Gives the exit code. Throws CutoverError. */
export async function runRestore(folder: string, house: House): Promise<number> {
  const { flags, around } = house;
  const targetUrl = await urlOf('target', await resolveProfile(house), house);
  const begun = performance.now();
  const progress = createProgress(house, 'restore');
  const { metadata, rows, kept } = await untilStopped(house, async (signal) =>
    restoreBackup({
      folder: resolve(around.cwd, folder),
      targetUrl,
      confirm: flags.confirm ?? '',
      stateDir: house.stateDir,
      toolVersion: house.toolVersion,
      overwriteNewer: flags.overwriteNewer,
      signal,
      onTable: progress.table,
      onNote: (note) => house.warn(`cutover: ${note}`),
    }),
  );
  const seconds = (performance.now() - begun) / 1000;
  const tables = metadata.tables.length;
  tell(house, 'restore.finished', { backupId: metadata.backupId, tables, rows, seconds, kept: kept ?? '' });
  const what = `${plural(tables, 'table')}, ${plural(rows, 'row')}, checksums equal, in ${durationText(seconds)}`;
  progress.say(`restored: ${what}`);
  if (kept !== undefined) progress.say(`what the target had before is in ${kept}`);
  return exitCodes.done;
}

/** The connection string of one end, its password asked for where there is somebody to ask. */
async function urlOf(end: 'source' | 'target', profile: Profile, house: House): Promise<string> {
  const { flags, around } = house;
  let connections = resolveConnections({ flags, env: around.env, dotenv: house.dotenv }, profile);
  requireConnections(connections, [end]);
  if (flags.input && around.stdin.isTTY === true && around.stderr.isTTY === true) {
    connections = await askForPasswords(connections, [end], house.core.connect, (question) =>
      askHidden(around, question),
    );
  }
  return end === 'source' ? connections.sourceUrl : connections.targetUrl;
}

/** Runs work that the first signal stops at a safe point. */
async function untilStopped<T>({ shutdown }: House, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const abort = new AbortController();
  const forget = shutdown.onStop(() => abort.abort());
  try {
    return await work(abort.signal);
  } finally {
    forget();
  }
}

/** A line for programs, where they asked for lines. */
function tell({ flags, around }: House, type: string, body: Readonly<Record<string, unknown>>): void {
  if (!flags.json) return;
  printObject(around.stdout, type, body);
}

interface Progress {
  readonly state: 'checked' | 'begun' | 'running' | 'done';
  readonly table: string;
  readonly rows: number;
  readonly bytes?: number;
}

/** Lines with their time for people; objects for programs, one a table. */
function createProgress(house: House, command: 'backup' | 'restore') {
  let spokeAt = performance.now();
  const say = (text: string): void => {
    spokeAt = performance.now();
    if (house.flags.json) return;
    house.around.stdout.write(`${new Date().toISOString().slice(0, 19)}Z  ${text}\n`);
  };
  return {
    say,
    table({ table, state, rows, bytes }: Progress): void {
      const size = bytes === undefined ? '' : `, ${sizeText(bytes)}`;
      if (state === 'done') {
        tell(house, `${command}.table`, { table, rows, ...(bytes === undefined ? {} : { bytes }) });
        // Nothing is restored before all of it is: the transaction may still be taken back.
        say(`${command === 'backup' ? 'backed up' : 'loaded'} ${table}: ${plural(rows, 'row')}${size}`);
      } else if (performance.now() - spokeAt >= progressIntervalMs) {
        say(
          state === 'running' ? `${table}: ${plural(rows, 'row')} so far${size}` : `${table}: being read and compared`,
        );
      }
    },
  };
}
