import { join } from 'node:path';
import type { EngineConfig, RunOptions } from '../../config.ts';
import { CutoverError } from '../../errors.ts';
import { runFolder } from '../../journal.ts';
import { mayReplicate } from '../../plan/target-state.ts';
import type { Session } from '../../postgres/session.ts';
import { StorageClient } from './client.ts';
import { rowRights, storageColumns } from './rows.ts';
import { Slots } from './slots.ts';

/** What a verification of files has found in one step. */
export interface StorageTally {
  readonly files: number;
  readonly bytes: number;
  /** Files that were read back and hashed. */
  readonly read: number;
  readonly different: number;
}

/** What this role may do with the rows of the target's objects. */
export interface RowAccess {
  readonly columns: ReadonlySet<string>;
  readonly reads: boolean;
  /** Rows are loaded before their files, so that ids, owners and times stay. */
  readonly writes: boolean;
  /** Times are put back after the upload. */
  readonly times: boolean;
}

/** What the steps of Storage share for as long as a schedule runs. */
export class StorageRun {
  readonly runId: string;
  readonly folder: string;
  /** Transfers at once, over all steps. */
  readonly slots: Slots;
  /** By step, so that one that is done again counts once. */
  readonly tallies: Map<string, StorageTally>;
  readonly #access: EngineConfig['supabase'];
  readonly #clients = new Map<'source' | 'target', Promise<StorageClient>>();
  #rows: Promise<RowAccess> | undefined;
  #sourceColumns: Promise<ReadonlySet<string>> | undefined;

  constructor(request: {
    readonly config: EngineConfig;
    readonly options: RunOptions;
    readonly runId: string;
    readonly tallies: Map<string, StorageTally>;
  }) {
    const { config, options, runId } = request;
    this.runId = runId;
    this.folder = storageFolder(config, options, runId);
    this.slots = new Slots(options.storageJobs);
    this.tallies = request.tallies;
    this.#access = config.supabase;
  }

  /** One client for each end. Throws `config.invalid` where its URL and key are not known. */
  async client(end: 'source' | 'target', signal: AbortSignal): Promise<StorageClient> {
    const known = this.#clients.get(end);
    if (known) return await known;
    const settings = this.#access?.[end];
    if (!settings) throw apiUnknown(end);
    const opening = StorageClient.open(end, settings, signal);
    this.#clients.set(end, opening);
    return await opening;
  }

  /** Columns of the source's storage.objects; the session reads them once. */
  async sourceColumns(session: Session): Promise<ReadonlySet<string>> {
    this.#sourceColumns ??= storageColumns(session, 'objects');
    try {
      return await this.#sourceColumns;
    } catch (error) {
      this.#sourceColumns = undefined;
      throw error;
    }
  }

  async rowAccess(session: Session): Promise<RowAccess> {
    this.#rows ??= readAccess(session);
    try {
      return await this.#rows;
    } catch (error) {
      this.#rows = undefined;
      throw error;
    }
  }
}

async function readAccess(session: Session): Promise<RowAccess> {
  const rights = (await rowRights(session)) ?? { reads: false, writes: false };
  const columns = rights.reads ? await storageColumns(session, 'objects') : new Set<string>();
  return { ...rights, columns, times: rights.writes && (await mayReplicate(session)) };
}

export function apiUnknown(end: 'source' | 'target'): CutoverError {
  const prefix = `CUTOVER_${end.toUpperCase()}`;
  return new CutoverError('config.invalid', `the ${end}'s Storage API is not known`, {
    hint: `Set ${prefix}_SUPABASE_URL and ${prefix}_SERVICE_KEY, then repeat the command.`,
  });
}

/** Where `--storage directory` puts files: the folder that was asked for, or one of the run's own. */
export function storageFolder(config: EngineConfig, options: RunOptions, runId: string): string {
  return options.storageFolder ?? join(runFolder(config.stateDir, runId), 'storage');
}
