import type { EngineConfig } from '../config.ts';
import { eachAtOnce } from '../concurrency.ts';
import type { Plan } from '../plan/types.ts';
import { weightOfFile } from '../plan/storage-steps.ts';
import { weightOfUser } from '../plan/user-steps.ts';
import type { Session } from '../postgres/session.ts';
import { createStackClient, requestsAtOnce } from '../supabase/stack/client.ts';
import { StorageClient } from '../supabase/storage/client.ts';
import { readStored, storageColumns } from '../supabase/storage/rows.ts';

/** What steps on other services than PostgreSQL cost, in seconds. */
export interface ServiceRates {
  /** For each byte of weight of files that are carried, and of files that are read back. */
  readonly files: number;
  readonly readBack: number;
  /** One request to Storage. */
  readonly request: number;
  /** For each byte of weight of users that are created. */
  readonly user: number;
  /** The whole list of a project's users. */
  readonly listUsers: number;
  /** Files that were downloaded, with their bytes, and how long requests of Stack Auth took; empty where none are moved. */
  readonly words: readonly string[];
}

/** Files of each bucket that are read as a sample, and how long that may take, in ms. */
const filesOfBucket = 12;
const largestSample = 32 * 1024 * 1024;
const limitMs = 5000;

/**
 * Times real downloads of some files of each bucket, with as many at once as the run will have, and a request to Stack
 * Auth. Nothing is written to either service: an upload is taken to be as long as its download, and creating a user as
 * long as listing some. Throws CutoverError where a service cannot be reached.
 */
export async function measureServices(
  config: EngineConfig,
  plan: Plan,
  source: Session,
  signal?: AbortSignal,
): Promise<ServiceRates> {
  const files = plan.steps.some(({ action }) => action.type === 'storage-files')
    ? await measureFiles(config, plan, source, signal)
    : { files: 0, readBack: 0, request: 0, words: [] };
  const users = plan.steps.some(({ action }) => action.type === 'stack-users')
    ? await measureUsers(config, signal)
    : { user: 0, listUsers: 0, words: [] };
  return { ...files, ...users, words: [...files.words, ...users.words] };
}

async function measureFiles(config: EngineConfig, plan: Plan, source: Session, signal: AbortSignal | undefined) {
  const access = config.supabase?.source;
  const nothing = { files: 0, readBack: 0, request: 0, words: [] };
  if (!access) return nothing;
  const stop = signal ?? new AbortController().signal;
  const client = await StorageClient.open('source', access, stop);
  const began = performance.now();
  await client.buckets();
  const request = secondsSince(began);
  const chosen = await chooseFiles(plan, source);
  let [bytes, count] = [0, 0];
  const begin = performance.now();
  await eachAtOnce(chosen, config.options.storageJobs, async ({ bucket, name }) => {
    if (performance.now() - begin > limitMs || bytes > largestSample) return;
    // A file that cannot be read is the check's to tell; the sample does without it.
    const content = await client.download(bucket, name).catch(() => undefined);
    if (!content) return;
    for await (const part of content) bytes += part.byteLength;
    count += 1;
  });
  if (count === 0) return { ...nothing, request };
  const each = secondsSince(begin) / (bytes + count * weightOfFile);
  const uploads = plan.steps.some(({ action }) => action.type === 'storage-files' && action.mode === 'api');
  return {
    files: uploads ? each * 2 : each,
    // A step that reads back weighs half of what it reads.
    readBack: each * 2,
    request,
    words: [`${count} files of Storage were read; an upload is taken to be as long`],
  };
}

async function chooseFiles(plan: Plan, source: Session): Promise<{ bucket: string; name: string }[]> {
  const columns = await storageColumns(source, 'objects');
  const chosen: { bucket: string; name: string }[] = [];
  if (columns.size === 0) return chosen;
  for (const { bucket } of (plan.buckets ?? []).toSorted((a, b) => b.bytes - a.bytes).slice(0, 8)) {
    for (const { name } of await readStored(source, columns, { bucket }, filesOfBucket)) chosen.push({ bucket, name });
  }
  return chosen;
}

async function measureUsers({ stack }: EngineConfig, signal: AbortSignal | undefined) {
  if (!stack) return { user: 0, listUsers: 0, words: [] };
  const client = createStackClient(stack);
  // The first request makes the connection.
  await client.listUsers(signal).next();
  const begin = performance.now();
  await client.listUsers(signal).next();
  const request = secondsSince(begin);
  return {
    user: request / requestsAtOnce / weightOfUser,
    listUsers: request,
    words: ['creating a user of Stack Auth is taken to be as long as listing some'],
  };
}

function secondsSince(begin: number): number {
  return (performance.now() - begin) / 1000;
}
