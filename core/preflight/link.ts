import { randomBytes } from 'node:crypto';
import type { Session } from '../postgres/session.ts';
import type { Check, End } from './types.ts';
import { movedBytes } from './volume.ts';
import { sized } from './words.ts';

/** In ms. Every step takes a few round trips: above this they are felt in thousands of small tables. */
const slowRoundTripMs = 60;

/** A link that needs longer than this for all rows is worth a word where no window says what is too long. In s. */
const longSeconds = 4 * 3600;

/** What may be lost to other traffic and slow moments: as in the estimate. */
const bufferFactor = 1.5;

/** Each trial is four times the one before, until one takes long enough to be measured by. */
const firstTrialBytes = 64 * 1024;
const lastTrialBytes = 4 * 1024 * 1024;
const enoughMs = 200;
/** A link of this rate (bytes a second) is no bottleneck of anybody's: a run that asks has better things to do. */
const fastEnough = 50 * 1024 * 1024;
/** Longer than what compression on the way (ssh, VPN) looks back over, so that repeats do not pack. */
const patternBytes = 36 * 1024;

/** Kept in the session, so that it is not sent again with every trial. */
const keepPatternSql = "SELECT pg_catalog.set_config('cutover.pattern', $1, false) IS NULL AS kept";
const downloadSql = "SELECT pg_catalog.repeat(pg_catalog.current_setting('cutover.pattern'), $1::int) AS filler";
const uploadSql = 'SELECT pg_catalog.length($1::text) AS length';
const roundTripSql = 'SELECT 1 AS one';

interface Measured {
  readonly roundTripMs: number;
  /** Bytes a second, in the direction that a run needs. */
  readonly rate: number;
}

export const linkCheck: Check = {
  id: 'link',
  title: 'The links carry it in time',
  severity: 'warning',
  asks: 'both',
  looksAt: 'the round trip to each end, and the rate at which bytes come from the source and go to the target',
  beginsFirst: () => true,
  async run(context) {
    const pattern = randomBytes(patternBytes).toString('base64');
    const source = await measure(await context.session('source'), pattern, context.signal);
    const target = await measure(await context.session('target'), pattern, context.signal);
    const bytes = await movedBytes(context);
    const rate = Math.min(source.rate, target.rate);
    const seconds = bytes / rate;
    const found = `Source ${told(source)}; target ${told(target)}. ${sized(bytes)} of rows take ${duration(seconds)} on the wire alone`;

    const window = (context.config.profile.windowMinutes ?? 0) * 60;
    const tooLong = window > 0 ? seconds * bufferFactor > window : seconds > longSeconds;
    const far = (['source', 'target'] as const).filter(
      (end) => (end === 'source' ? source : target).roundTripMs > slowRoundTripMs,
    );
    if (!tooLong && far.length === 0) return { verdict: 'pass', detail: `${found}.`, fix: '' };
    const against = tooLong && window > 0 ? `, and the window is ${duration(window)}` : '';
    return {
      verdict: 'fail',
      detail: `${found}${against}.${far.length > 0 ? ` The round trip to the ${far.join(' and the ')} is felt at every step.` : ''}`,
      fix: `Run cutover on a machine next to the ${nearTo(far, source, target)}, in the same region; several jobs share a link, so --jobs does not help here. Leave large tables for later with --skip-large.`,
    };
  },
};

function nearTo(far: readonly End[], source: Measured, target: Measured): End {
  const [only] = far;
  if (far.length === 1 && only) return only;
  return target.rate <= source.rate ? 'target' : 'source';
}

async function measure(session: Session, pattern: string, signal: AbortSignal): Promise<Measured> {
  const roundTripMs = Math.min(
    await timed(() => session.query(roundTripSql)),
    await timed(() => session.query(roundTripSql)),
  );
  if (session.end === 'source') await session.query(keepPatternSql, [pattern]);
  let rate = 0;
  for (let bytes = firstTrialBytes; bytes <= lastTrialBytes; bytes *= 4) {
    signal.throwIfAborted();
    const copies = Math.ceil(bytes / pattern.length);
    const work =
      session.end === 'source'
        ? () => session.query(downloadSql, [copies])
        : () => session.query(uploadSql, [pattern.repeat(copies)]);
    const ms = await timed(work);
    // A round trip that was slow by chance must not take the whole time away.
    rate = (copies * pattern.length * 1000) / Math.max(ms - roundTripMs, ms / 4);
    if (ms >= enoughMs || (bytes >= 256 * 1024 && rate >= fastEnough)) break;
  }
  return { roundTripMs, rate };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}

function told({ roundTripMs, rate }: Measured): string {
  return `${roundTripMs.toFixed(1)} ms, ${sized(rate)}/s`;
}

function duration(seconds: number): string {
  if (seconds < 1) return 'less than a second';
  if (seconds < 120) return `${Math.round(seconds)} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
