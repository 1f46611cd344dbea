import { mkdir, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { CutoverError } from '../../core/errors.ts';
import { startProxy } from '../support/proxy.ts';
import { type EmbeddedServer, type Major, query, startServer } from '../support/servers.ts';
import type { Sample } from './measure.ts';

/** Which of the two servers is at the far end of the link. */
export type FarEnd = 'source' | 'target' | 'both';

/** The two servers of a benchmark: an ordinary configuration, the same for both. */
export interface Lab {
  /** Straight to the servers, for building, checking and watching. */
  readonly source: string;
  readonly target: string;
  /** For the tools: through the proxy where there is one. */
  readonly toolSource: string;
  readonly toolTarget: string;
  readonly version: string;
  /** An empty target database, and both servers at rest: nothing of the run before is left to be written. */
  freshTarget(): Promise<void>;
  /** What the target does at this moment. */
  busyTarget(): Promise<Pick<Sample, 'copies' | 'indexBuilds'>>;
  stop(): Promise<void>;
}

/**
 * What both servers are set to: PostgreSQL's defaults for all that the tests' servers are set to otherwise, but for what
 * is commonly raised. A commit is confirmed once the disk has it, as on any server that keeps somebody's data.
 */
export function settingsOf(durable: boolean): Readonly<Record<string, string>> {
  const safe = durable ? 'on' : 'off';
  return {
    fsync: safe,
    full_page_writes: safe,
    wal_level: 'replica',
    checkpoint_timeout: '5min',
    work_mem: '4MB',
    maintenance_work_mem: '64MB',
    shared_buffers: '512MB',
    max_wal_size: '4GB',
    max_locks_per_transaction: '1024',
  };
}

const database = 'bench';

export interface LabRequest {
  readonly major: Major;
  readonly durable: boolean;
  /** Where the servers keep their data; the temporary folder where it is left out. */
  readonly folder: string | undefined;
  /** Table data that is to come, for a look at the free room. */
  readonly expectedBytes: number;
  /**
   * Target databases that are there in the end: 1 where each takes the place of the one before. A file system may give
   * nothing of thousands of files that were just deleted to the next one, and a tool would pay for those of another.
   */
  readonly targets: number;
  readonly link: { readonly far: FarEnd; readonly roundTripMs: number } | undefined;
}

/** Starts both servers, and the proxy where a link is asked for. Throws where there is no room for the data. */
export async function openLab({ major, durable, folder, expectedBytes, targets, link }: LabRequest): Promise<Lab> {
  if (folder !== undefined) {
    await mkdir(folder, { recursive: true });
    // The embedded servers' folders, and those of the runs, follow it.
    process.env['TMPDIR'] = folder;
  }
  await checkRoom(expectedBytes, targets);
  const stops: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(stops.splice(0).map((each) => each()));
  };
  const open = async (): Promise<EmbeddedServer> => {
    const server = await startServer({ major, settings: settingsOf(durable), fresh: true });
    stops.push(() => server.stop());
    if (folder !== undefined && !server.folder.startsWith(tmpdir())) {
      throw new CutoverError('config.invalid', `The account that the servers run as cannot reach ${folder}.`, {
        hint: 'Choose a folder that all accounts can enter.',
      });
    }
    return server;
  };
  try {
    const servers = { source: await open(), target: await open() };
    const urls = { source: servers.source.url(undefined, database), target: servers.target.url(undefined, database) };
    await query(servers.source.url(), `CREATE DATABASE ${database} TEMPLATE template0`);
    const toolUrl = async (end: 'source' | 'target'): Promise<string> => {
      if (link === undefined || (link.far !== end && link.far !== 'both')) return urls[end];
      const { proxy, stop: stopProxy } = await startProxy(urls[end], {
        latencyMs: link.roundTripMs / 2,
        follow: false,
      });
      stops.push(stopProxy);
      return proxy.url(urls[end]);
    };
    let made = 0;
    const [row] = await query<{ version: string }>(urls.source, "SELECT current_setting('server_version') AS version");
    return {
      ...urls,
      toolSource: await toolUrl('source'),
      toolTarget: await toolUrl('target'),
      version: row?.version ?? String(major),
      async freshTarget() {
        const admin = servers.target.url();
        if (made < targets) {
          if (made > 0) await query(admin, `ALTER DATABASE ${database} RENAME TO ${database}_${made}`);
          made += 1;
        } else await query(admin, `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
        await query(admin, `CREATE DATABASE ${database} TEMPLATE template0`);
        await Promise.all([query(admin, 'CHECKPOINT'), query(urls.source, 'CHECKPOINT')]);
      },
      async busyTarget() {
        const [busy] = await query<{ copies: number; indexBuilds: number }>(
          servers.target.url(),
          `SELECT (SELECT count(*)::int FROM pg_stat_progress_copy) AS copies,
                  (SELECT count(*)::int FROM pg_stat_progress_create_index) AS "indexBuilds"`,
        );
        return busy ?? {};
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** All databases with their indexes, and the WAL that max_wal_size lets the two servers keep. */
async function checkRoom(dataBytes: number, targets: number): Promise<void> {
  const needed = 1.4 * (1 + targets) * dataBytes + Math.min(1.5 * dataBytes, 4e9);
  const { bavail, bsize } = await statfs(tmpdir());
  const free = bavail * bsize;
  if (free < needed) {
    const [need, there] = [needed, free].map((bytes) => (bytes / 1e9).toFixed(1));
    throw new CutoverError('config.invalid', `${tmpdir()} has ${there} GB free, and this needs about ${need} GB.`, {
      hint: 'Choose another folder with --data, or a smaller --size.',
    });
  }
}
