import { isFailure, isSummary, type VerifyItem } from '../verify/types.ts';

const namesShown = 3;

/** Whether the target is what it was, and the line that says so. Never more than was compared. Pure. */
export function rollbackVerdict(items: readonly VerifyItem[] | undefined): {
  readonly same: boolean;
  readonly verdict: string;
} {
  if (items === undefined) {
    return {
      same: true,
      verdict: 'every step was taken back; what the target was before was not recorded, so nothing was compared',
    };
  }
  const failures = items.filter((item) => isFailure(item.verdict) && !isSummary(item));
  const skipped = items.filter((item) => item.verdict === 'skipped').map(({ name, detail }) => `${name} (${detail})`);
  const left = skipped.length > 0 ? `; not compared: ${skipped.join(', ')}` : '';
  if (failures.length > 0) {
    const names = failures.slice(0, namesShown).map(({ name, verdict }) => `${name} ${words[verdict] ?? verdict}`);
    const more = failures.length > namesShown ? ` and ${failures.length - namesShown} more` : '';
    return {
      same: false,
      verdict: `every step was taken back, but the target is not what it was: ${names.join(', ')}${more}${left}`,
    };
  }
  const compared = items
    .filter((item) => isSummary(item) && item.verdict === 'match')
    .map(({ name, detail }) =>
      `${/^\d+/.exec(detail)?.[0] ?? ''} ${name.replace(/^all /, '')}`.replace(/^(1 \w+)s\b/, '$1'),
    );
  const how = compared.length > 0 ? ` (${compared.join('; ')})` : '';
  return { same: true, verdict: `the target is as it was before the run${how}${left}` };
}

const words: Partial<Record<string, string>> = { missing: 'is missing', differs: 'differs', extra: 'was not there' };
