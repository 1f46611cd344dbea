import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { createClient } from '@supabase/supabase-js';
import { createPlatform, sampleOwner, sampleSuperuser } from '../../core/demo/sample.ts';
import { StorageClient } from '../../core/supabase/storage/client.ts';
import { Slots } from '../../core/supabase/storage/slots.ts';
import { startServer } from '../support/servers.ts';

/*
 * Files per second against a plain loop of supabase-js download and upload with as many jobs, and the memory of a run
 * with many small files and a large one. Usage: node test/bench/storage.ts [FILES] [ROUNDS] [LARGE_MB]
 */
const files = Number(process.argv[2] ?? 10_000);
const rounds = Number(process.argv[3] ?? 3);
const largeBytes = Number(process.argv[4] ?? 1024) * 1024 ** 2;
const jobs = 8;
const fileBytes = 16 * 1024;
const root = join(import.meta.dirname, '../..');

interface Access {
  readonly url: string;
  readonly serviceKey: string;
}

const stops: (() => Promise<void>)[] = [];
const folder = await mkdtemp(join(tmpdir(), 'cutover-bench-storage-'));
stops.push(() => rm(folder, { recursive: true, force: true }));

async function openEnd(): Promise<{ readonly url: string; readonly access: Access }> {
  const server = await startServer({ superuser: sampleSuperuser, fresh: true });
  stops.unshift(() => server.stop());
  await createPlatform(server);
  const child = spawn(process.execPath, [join(import.meta.dirname, 'storage-server.ts'), server.url()], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  stops.unshift(async () => {
    child.stdin.end();
    await once(child, 'close');
  });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { url: server.url(sampleOwner), access: JSON.parse(line) as Access };
}

const never = new AbortController().signal;
const facts = { contentType: 'image/jpeg', cacheControl: '3600', userMetadata: undefined, upsert: true };

async function fill(access: Access, bucket: string, count: number): Promise<void> {
  const client = await StorageClient.open('target', access, never);
  await client.createBucket(bucket, { public: false, fileSizeLimit: null, allowedMimeTypes: null });
  const slots = new Slots(jobs);
  await Promise.all(
    Array.from({ length: count }, (_, n) =>
      slots.use(() => client.upload(bucket, `${n % 50}/${n}.jpg`, randomBytes(fileBytes), facts)),
    ),
  );
}

/** What anybody would write: list what there is, then so many downloads and uploads at once. Gives seconds. */
async function plainLoop(source: Access, target: Access, bucket: string): Promise<number> {
  const options = { auth: { persistSession: false, autoRefreshToken: false } };
  const from = createClient(source.url, source.serviceKey, options).storage.from(bucket);
  const storage = createClient(target.url, target.serviceKey, options).storage;
  const begun = performance.now();
  await storage.createBucket(bucket, { public: false });
  const names = Array.from({ length: files }, (_, n) => `${n % 50}/${n}.jpg`);
  await Promise.all(
    Array.from({ length: jobs }, async () => {
      for (let name = names.pop(); name !== undefined; name = names.pop()) {
        const { data, error } = await from.download(name);
        if (error) throw error;
        const uploaded = await storage.from(bucket).upload(name, data, { contentType: data.type, upsert: true });
        if (uploaded.error) throw uploaded.error;
      }
    }),
  );
  const seconds = (performance.now() - begun) / 1000;
  await storage.emptyBucket(bucket);
  await storage.deleteBucket(bucket);
  return seconds;
}

interface ProgramRun {
  /** From the first bucket to the last file. */
  readonly seconds: number;
  readonly total: number;
  readonly peakMb: number;
  readonly verdict: string;
}

async function runProgram(source: End, target: End, args: readonly string[]): Promise<ProgramRun> {
  const child = spawn(process.execPath, [join(root, 'dist/program/cli.js'), ...args, '--json'], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: folder,
      XDG_STATE_HOME: join(folder, 'state'),
      XDG_CONFIG_HOME: join(folder, 'config'),
      CUTOVER_SOURCE_URL: source.url,
      CUTOVER_TARGET_URL: target.url,
      CUTOVER_SOURCE_SUPABASE_URL: source.access.url,
      CUTOVER_SOURCE_SERVICE_KEY: source.access.serviceKey,
      CUTOVER_TARGET_SUPABASE_URL: target.access.url,
      CUTOVER_TARGET_SERVICE_KEY: target.access.serviceKey,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let peakMb = 0;
  const watch = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      peakMb = Math.max(peakMb, Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024);
    } catch {
      // It has ended between two looks, or this system has no /proc: there is no figure then.
    }
  }, 100);
  let first = 0;
  let last = 0;
  let verdict = '';
  const begun = performance.now();
  for await (const line of createInterface({ input: child.stdout })) {
    const event = JSON.parse(line) as { type: string; id?: string; at: string; verdict?: string };
    const ofFiles = /^(?:files|bucket):/.test(event.id ?? '');
    if (event.type === 'step.started' && ofFiles && first === 0) first = Date.parse(event.at);
    if (event.type === 'step.finished' && ofFiles) last = Date.parse(event.at);
    if (event.type === 'verify.item' && /differs|missing|extra/.test(event.verdict ?? '')) say(line);
    if (event.type === 'run.finished') verdict = event.verdict ?? '';
  }
  clearInterval(watch);
  return { seconds: (last - first) / 1000, total: (performance.now() - begun) / 1000, peakMb, verdict };
}

type End = Awaited<ReturnType<typeof openEnd>>;

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

try {
  const [source, target] = [await openEnd(), await openEnd()];
  await fill(source.access, 'images', files);
  const ratios: number[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    // The order changes from round to round: whatever warms up must favour neither.
    const plainFirst = round % 2 === 1;
    const plain = plainFirst ? await plainLoop(source.access, target.access, 'images') : undefined;
    const ours = await runProgram(source, target, ['run', '--go', '--verify', 'none', '--storage-jobs', String(jobs)]);
    await runProgram(source, target, ['rollback', '--confirm', 'postgres']);
    const loop = plain ?? (await plainLoop(source.access, target.access, 'images'));
    ratios.push(loop / ours.seconds);
    say(
      `round ${round}: plain loop ${(files / loop).toFixed(0)} files/s, cutover ${(files / ours.seconds).toFixed(0)} files/s (${(loop / ours.seconds).toFixed(2)}), peak ${ours.peakMb.toFixed(0)} MB: ${ours.verdict}`,
    );
  }
  const middle = ratios.sort((a, b) => a - b)[Math.floor(ratios.length / 2)] ?? 0;
  say(`median of ${rounds}: ${middle.toFixed(2)} times the files per second of the plain loop`);
  if (largeBytes > 0) {
    const client = await StorageClient.open('source', source.access, never);
    await client.createBucket('archive', { public: false, fileSizeLimit: null, allowedMimeTypes: null });
    const block = randomBytes(1024 ** 2);
    const body = Readable.from(
      (function* () {
        for (let sent = 0; sent < largeBytes; sent += block.length) yield block;
      })(),
    );
    await client.upload('archive', 'large.tar', body, facts);
    const whole = await runProgram(source, target, ['run', '--go', '--storage-jobs', String(jobs)]);
    say(
      `${files} files of ${fileBytes / 1024} kB and one of ${(largeBytes / 1024 ** 2).toFixed(0)} MB, verified: ${whole.total.toFixed(1)} s in all, ${whole.seconds.toFixed(1)} s of files, peak ${whole.peakMb.toFixed(0)} MB: ${whole.verdict}`,
    );
  }
} finally {
  for (const stop of stops) await stop();
}
