import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';

/** What a tool's processes held at one moment, and what the target was busy with. */
export interface Sample {
  /** Since the start of the run. */
  readonly seconds: number;
  /** Memory of all the tool's processes together. */
  readonly bytes: number;
  readonly copies?: number;
  readonly indexBuilds?: number;
}

export interface Measurement {
  readonly seconds: number;
  /** User and system time of the script and of every process that it waited for, as the kernel counted them. */
  readonly cpuSeconds?: number;
  /**
   * For a tool of one process the peak that the kernel kept (VmHWM). For one of several the highest sum that was seen,
   * ten times a second, of what each holds alone and of its share of what they hold together (Pss). Left out where
   * there is no /proc.
   */
  readonly peakBytes?: number;
  readonly failure?: string;
  /** Every half second; empty without `watch`. */
  readonly samples: readonly Sample[];
}

export interface MeasureRequest {
  /** For bash, which ends at the first command that fails, in a pipeline as well. */
  readonly script: string;
  readonly env: Readonly<Record<string, string>>;
  /** An empty folder: working folder of the script, and its TMPDIR. */
  readonly folder: string;
  readonly signal: AbortSignal;
  /** Asked every half second what the target does. */
  readonly watch?: (() => Promise<Pick<Sample, 'copies' | 'indexBuilds'>>) | undefined;
}

/** A run that takes longer than this hangs. */
const limitSeconds = 3600;
const peakEveryMs = 100;
const samplesEveryMs = 500;
/** So much of an error is enough to know it again. */
const longestFailure = 400;

/** Runs a script to its end and measures it. A script that fails is a result; an abort of `signal` is thrown. */
export async function measure({ script, env, folder, signal, watch }: MeasureRequest): Promise<Measurement> {
  const times = join(folder, 'times');
  const output = join(folder, 'output');
  const log = await open(output, 'w');
  // bash's own `times` has the time of every descendant that was waited for, to the millisecond: no process that comes
  // and goes between two looks at /proc is lost.
  const whole = `set -eo pipefail\ntrap 'times > "$TIMES"' EXIT\n${script}\n`;
  const started = performance.now();
  const child = spawn('bash', ['-c', whole], {
    cwd: folder,
    env: { ...env, TMPDIR: folder, TIMES: times },
    // A process group of its own: what hangs is ended with all of its descendants.
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  const ended = once(child, 'exit').then(([code]: (number | null)[]) => ({ code, at: performance.now() }));
  const kill = (): void => killGroup(child);
  const end = AbortSignal.any([signal, AbortSignal.timeout(limitSeconds * 1000)]);
  end.addEventListener('abort', kill);
  const over = new AbortController();
  const memory = followMemory(child.pid ?? 0, started, over.signal, watch);
  // It is awaited once the tool has ended; until then a failure waits here.
  memory.catch(() => undefined);
  try {
    const { code, at } = await ended;
    over.abort();
    const { peakBytes, samples } = await memory;
    signal.throwIfAborted();
    const cpuSeconds = cpuSecondsOf(await readFile(times, 'utf8').catch(() => ''));
    const failure = code === 0 ? undefined : await failureOf(code ?? null, output);
    return {
      seconds: (at - started) / 1000,
      samples,
      ...(cpuSeconds === undefined ? {} : { cpuSeconds }),
      ...(peakBytes === 0 ? {} : { peakBytes }),
      ...(failure === undefined ? {} : { failure }),
    };
  } finally {
    end.removeEventListener('abort', kill);
    over.abort();
    await log.close();
  }
}

function killGroup({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid === undefined || exitCode !== null || signalCode !== null) return;
  process.kill(-pid, 'SIGKILL');
}

async function failureOf(code: number | null, output: string): Promise<string> {
  const lines = (await readFile(output, 'utf8')).split('\n').filter((line) => line.trim() !== '');
  const errors = lines.filter((line) => /error|fatal|failed/i.test(line));
  const told = (errors.length > 0 ? errors.slice(0, 3) : lines.slice(-3)).join(' / ').slice(0, longestFailure);
  const how = code === null ? `ended by a signal, or after ${limitSeconds} s` : `exit ${code}`;
  return `${how}: ${told}`;
}

/** The sum of the four times that bash's `times` prints: `0m1.234s 0m0.567s`, its own, then its children's. */
export function cpuSecondsOf(times: string): number | undefined {
  const parts = [...times.matchAll(/(\d+)m(\d+(?:\.\d+)?)s/g)];
  if (parts.length !== 4) return undefined;
  return parts.reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds), 0);
}

async function followMemory(
  root: number,
  started: number,
  over: AbortSignal,
  watch: MeasureRequest['watch'],
): Promise<{ peakBytes: number; samples: Sample[] }> {
  const samples: Sample[] = [];
  let peakBytes = 0;
  let nextSample = 0;
  while (!over.aborted) {
    const { peak, resident } = await memoryBelow(root);
    peakBytes = Math.max(peakBytes, peak);
    const elapsed = performance.now() - started;
    if (watch !== undefined && elapsed >= nextSample && resident > 0) {
      nextSample = elapsed + samplesEveryMs - (elapsed % samplesEveryMs);
      samples.push({ seconds: elapsed / 1000, bytes: resident, ...(await watch()) });
    }
    await delay(peakEveryMs, undefined, { signal: over }).catch(() => undefined);
  }
  return { peakBytes, samples };
}

/** Of all descendants of a process, without itself, in bytes; zero where there is no /proc. */
async function memoryBelow(root: number): Promise<{ peak: number; resident: number }> {
  const pids = await descendantsOf(root);
  const [only] = pids;
  if (only !== undefined && pids.length === 1) {
    const status = await readFile(`/proc/${only}/status`, 'utf8').catch(() => '');
    return { peak: bytesIn(status, 'VmHWM'), resident: bytesIn(status, 'VmRSS') };
  }
  // Forked processes share most of what they hold: Pss counts each shared page once over all of them.
  const shares = pids.map(async (pid) =>
    bytesIn(await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => ''), 'Pss'),
  );
  const resident = (await Promise.all(shares)).reduce((sum, share) => sum + share, 0);
  return { peak: resident, resident };
}

/** Follows each thread's list of children: reading all of /proc ten times a second would cost what it measures. */
async function descendantsOf(pid: number): Promise<number[]> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
  const lists = await Promise.all(
    threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/children`, 'utf8').catch(() => '')),
  );
  const children = lists.flatMap((list) => list.split(' ').filter(Boolean).map(Number));
  const below = await Promise.all(children.map(descendantsOf));
  return [...children, ...below.flat()];
}

function bytesIn(text: string, field: 'VmHWM' | 'VmRSS' | 'Pss'): number {
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1] ?? 0) * 1024;
}
