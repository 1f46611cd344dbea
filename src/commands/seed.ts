import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { CutoverError, writeSeed } from '../../core/index.ts';
import { countText, plural, sizeText } from '../../screens/text/sizes.ts';
import { requireConnections, resolveConnections } from '../connection-settings.ts';
import { exitCodes } from '../exit-code.ts';
import type { House } from '../house.ts';
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
    if (flags.json) around.stdout.write(`${JSON.stringify({ v: 1, at: new Date().toISOString(), type, ...body })}\n`);
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
    if (!abort.signal.aborted) throw error;
    throw new CutoverError('stopped', 'the seed was stopped', { hint: 'Nothing was kept of it.', cause: error });
  } finally {
    forget();
  }
}

/** Waits for a reader that is slow; one that has gone is no error of ours. */
function standardOutput({ around: { stdout } }: House): Outlet {
  return {
    async write(text) {
      if (stdout.destroyed || stdout.write(text)) return;
      await Promise.race([once(stdout, 'drain'), once(stdout, 'close')]);
    },
    done: async () => undefined,
    fail: async () => undefined,
  };
}

/** A file that is there as a whole or not at all. Throws `config.invalid` where it cannot be written. */
async function fileAt(path: string): Promise<Outlet> {
  const unfinished = `${path}.unfinished`;
  const refused = (cause: unknown): CutoverError =>
    new CutoverError('config.invalid', `--output: ${path} cannot be written: ${String(cause)}`, {
      hint: 'Name a file in a folder that takes one.',
      cause,
    });
  let failure: unknown;
  await mkdir(dirname(path), { recursive: true }).catch((error: unknown) => {
    throw refused(error);
  });
  const stream = createWriteStream(unfinished, { flush: true });
  stream.on('error', (error) => {
    failure = error;
  });
  const settled = once(stream, 'close');
  return {
    async write(text) {
      if (failure !== undefined) throw refused(failure);
      if (!stream.write(text)) await Promise.race([once(stream, 'drain'), settled]);
    },
    async done() {
      stream.end();
      await settled;
      if (failure !== undefined) throw refused(failure);
      await rename(unfinished, path);
    },
    async fail() {
      stream.destroy();
      await settled;
      await rm(unfinished, { force: true });
    },
  };
}
