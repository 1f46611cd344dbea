import type { Session } from '../postgres/session.ts';
import type { Check } from './types.ts';

/** In s: what tokens, caches and people do not notice. */
const toleranceSeconds = 2;

const tries = 3;

const clockSql = 'SELECT EXTRACT(epoch FROM pg_catalog.clock_timestamp())::float8 * 1000 AS now';

/** How far a server's clock is before this machine's, in s, and how exactly that is known. */
interface Offset {
  readonly seconds: number;
  readonly within: number;
}

export const clockCheck: Check = {
  id: 'clock',
  title: 'Clocks of both ends agree',
  severity: 'warning',
  asks: 'both',
  looksAt: "both servers' clocks against this machine's, taking the time of the round trip into account",
  async run(context) {
    const [source, target] = await Promise.all([
      offsetOf(await context.session('source')),
      offsetOf(await context.session('target')),
    ]);
    const apart = target.seconds - source.seconds;
    const within = source.within + target.within;
    const exact = `to within ${Math.max(within, 0.001).toFixed(3)} s`;
    if (Math.abs(apart) - within > toleranceSeconds) {
      const ours = `The source is ${spoken(source.seconds)}, the target ${spoken(target.seconds)} this machine's clock.`;
      return {
        verdict: 'fail',
        detail: `The target's clock is ${spoken(apart)} the source's (${exact}). ${ours} Times that the target writes, and tokens that it makes or checks, will be off by that.`,
        fix: 'Have the servers keep time by NTP: timedatectl set-ntp true, or chronyc makestep, on the machine whose clock is wrong.',
      };
    }
    return { verdict: 'pass', detail: `They are ${Math.abs(apart).toFixed(3)} s apart, ${exact}.`, fix: '' };
  },
};

/** The shortest of a few round trips says most: the server looked at its clock somewhere in it. */
async function offsetOf(session: Session): Promise<Offset> {
  let best: Offset = { seconds: 0, within: Number.POSITIVE_INFINITY };
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const before = Date.now();
    const begin = performance.now();
    const [row] = await session.query<{ now: number }>(clockSql);
    const within = (performance.now() - begin) / 2000;
    if (within < best.within) best = { seconds: ((row?.now ?? before) - before) / 1000 - within, within };
  }
  return best;
}

function spoken(seconds: number): string {
  const size = Math.abs(seconds);
  const text =
    size >= 90 * 60
      ? `${(size / 3600).toFixed(1)} h`
      : size >= 90
        ? `${(size / 60).toFixed(1)} min`
        : `${size.toFixed(1)} s`;
  return `${text} ${seconds < 0 ? 'behind' : 'ahead of'}`;
}
