import { createHash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { CutoverError, makeFolder, writeSeed } from '../../core/index.ts';
import { countText, plural, sizeText } from '../../screens/text/sizes.ts';
import { requireConnections, resolveConnections } from '../connection-settings.ts';
import { exitCodes } from '../exit-code.ts';
import type { House } from '../house.ts';
import { isReaderGone, printObject, writeSlowly } from '../output.ts';
import { resolveProfile } from './headless.ts';

/** Where the text goes, and what becomes of it in the end. */
interface Outlet {
  write(text: string): Promise<void>;
  /** Puts the whole file in its place. */
  done(): Promise<void>;
  /** Leaves nothing behind. */
  fail(): Promise<void>;
}

/** Writes the seed and gives the exit code. Throws CutoverError. */
export async function runSeed(house: House): Promise<number> {
  const { flags, around } = house;
  if (flags.tables === undefined) {
    throw new CutoverError('config.invalid', "'cutover seed' needs --tables", {
      hint: 'Name the tables of reference data: --tables public.plans,reference.*',
    });
  }
  if (flags.json && flags.output === undefined) {
    throw new CutoverError('config.invalid', "'cutover seed' with --json needs --output", {
      hint: 'Without it the seed itself goes to stdout, which is for JSON then.',
    });
  }
  const connections = resolveConnections({ flags, env: around.env, dotenv: house.dotenv }, await resolveProfile(house));
  requireConnections(connections, ['source']);
  const path = flags.output === undefined ? undefined : resolve(around.cwd, flags.output);
  const outlet = path === undefined ? standardOutput(house) : await fileAt(path);
  const abort = new AbortController();
  const forget = house.shutdown.onStop(async () => abort.abort());
  const hash = createHash('sha256');
  let bytes = 0;
  const tell = (type: string, body: Readonly<Record<string, unknown>>): void => {
    if (flags.json) printObject(around.stdout, type, body);
  };
  try {
    const summary = await writeSeed({
      sourceUrl: connections.sourceUrl,
      tables: flags.tables,
      signal: abort.signal,
      write: async (text) => {
        hash.update(text);
        bytes += Buffer.byteLength(text);
        await outlet.write(text);
      },
      onTable: (table, rows) => tell('seed.table', { table, rows }),
    });
    await outlet.done();
    for (const { table, parent } of summary.outside) {
      house.warn(`cutover: ${table} refers to ${parent}, which is not in the seed: its rows have to be there before`);
    }
    const rows = summary.tables.reduce((sum, each) => sum + each.rows, 0);
    tell('seed.finished', { path, tables: summary.tables.length, rows, bytes, sha256: hash.digest('hex') });
    const line = `${countText(rows)} rows of ${plural(summary.tables.length, 'table')}, ${sizeText(bytes)}`;
    if (path !== undefined && !flags.json) around.stdout.write(`${line}, written to ${path}\n`);
    return exitCodes.done;
  } catch (error) {
    await outlet.fail();
    if (error instanceof ReaderGone) return exitCodes.done;
    if (!abort.signal.aborted) throw error;
    throw new CutoverError('stopped', 'the seed was stopped', { hint: 'Nothing was kept of it.', cause: error });
  } finally {
    forget();
  }
}

/** Nobody reads the seed any more: the rest of it is written for nobody. */
class ReaderGone extends Error {}

/** Waits for a reader that is slow. A file that it goes to may be on a disk that is full. */
function standardOutput({ around: { stdout } }: House): Outlet {
  let failure: unknown;
  const fail = (error: unknown): void => {
    failure ??= error;
  };
  const refuse = (): void => {
    if (failure === undefined) return;
    if (isReaderGone(failure)) throw new ReaderGone();
    throw unwritable('the seed', failure);
  };
  stdout.on('error', fail);
  return {
    async write(text) {
      refuse();
      await writeSlowly(stdout, text);
      refuse();
    },
    async done() {
      // A disk that is full says so behind the last write.
      await new Promise<void>((resolve) => stdout.write('', () => resolve()));
      stdout.off('error', fail);
      refuse();
    },
    async fail() {
      stdout.off('error', fail);
    },
  };
}

function unwritable(what: string, cause: unknown): CutoverError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new CutoverError('config.invalid', `${what} cannot be written: ${reason}`, {
    hint: 'Name a file in a folder that takes one, on a disk that has room.',
    cause,
  });
}

/** A file that is there as a whole or not at all. Throws `config.invalid` where it cannot be written. */
async function fileAt(path: string): Promise<Outlet> {
  const unfinished = `${path}.unfinished`;
  const refused = (cause: unknown): CutoverError => unwritable(`--output: ${path}`, cause);
  await makeFolder(dirname(path)).catch((error: unknown) => {
    throw refused(error);
  });
  const file = await open(unfinished, 'w').catch((error: unknown) => {
    throw refused(error);
  });
  const stream = file.createWriteStream({ flush: true });
  let failure: unknown;
  stream.on('error', (error) => {
    failure ??= error;
  });
  const ended = new Promise<void>((resolve) => {
    stream.once('close', resolve);
  });
  return {
    async write(text) {
      await writeSlowly(stream, text);
      if (failure !== undefined) throw refused(failure);
    },
    async done() {
      stream.end();
      await ended;
      if (failure !== undefined) throw refused(failure);
      await rename(unfinished, path).catch((error: unknown) => {
        throw refused(error);
      });
    },
    async fail() {
      stream.destroy();
      await ended;
      await rm(unfinished, { force: true });
    },
  };
}
