import type { Check } from './types.ts';

const oldest = 14;
const newest = 18;

export const versionsCheck: Check = {
  id: 'versions',
  title: 'PostgreSQL versions fit',
  severity: 'blocker',
  asks: 'both',
  looksAt: "the major versions, 14 to 18, and that the target's is not the older one",
  async run(context) {
    const [source, target] = await Promise.all([context.session('source'), context.session('target')]);
    return compareVersions(majorOf(source.serverVersion), majorOf(target.serverVersion));
  },
};

/** Pure: the verdict on two major versions. */
export function compareVersions(
  source: number,
  target: number,
): { verdict: 'pass' | 'fail'; detail: string; fix: string } {
  const found = `The source is PostgreSQL ${source}, the target PostgreSQL ${target}`;
  for (const [end, major] of [
    ['source', source],
    ['target', target],
  ] as const) {
    if (major < oldest || major > newest) {
      return {
        verdict: 'fail',
        detail: `${found}; cutover works with ${oldest} to ${newest}.`,
        fix: `Upgrade the ${end} to a version from ${oldest} to ${newest}, or use a release of cutover that knows it.`,
      };
    }
  }
  if (target < source) {
    return {
      verdict: 'fail',
      detail: `${found}: an older server does not understand everything that a newer one has.`,
      fix: `Set up a target with PostgreSQL ${source} or newer.`,
    };
  }
  return { verdict: 'pass', detail: `${found}.`, fix: '' };
}

function majorOf(serverVersion: number): number {
  return Math.floor(serverVersion / 10_000);
}
