import type { CheckState } from '../../core/index.ts';
import { checkMark, type Mark, marks } from '../text/marks.ts';
import { plural } from '../text/sizes.ts';

export type ChecklistRow =
  | {
      readonly kind: 'check';
      readonly id: string;
      readonly check: CheckState;
      readonly mark: Mark;
      readonly override: string | undefined;
    }
  | {
      readonly kind: 'manual';
      readonly id: string;
      readonly item: string;
      readonly mark: Mark;
      readonly ticked: boolean;
    };

export interface ChecklistFacts {
  readonly checks: readonly CheckState[];
  /** Manual items, in the profile's words. */
  readonly manual: readonly string[];
  readonly ticked: ReadonlySet<string>;
  /** Check id -> the operator's reason. */
  readonly overrides: Readonly<Record<string, string>>;
  readonly environment: 'rehearsal' | 'production';
  readonly busy: boolean;
}

/** True for a blocker that is red, or could not be checked, and that nobody has taken upon themselves. */
export function blocks(check: CheckState, overrides: Readonly<Record<string, string>>): boolean {
  return isGrave(check) && overrides[check.id] === undefined;
}

/** A blocker that could not be checked is as good as red. */
function isGrave(check: CheckState): boolean {
  return check.severity === 'blocker' && (check.state === 'fail' || check.state === 'skip');
}

/** Lines of the checklist: red blockers, then what is still to tick, warnings, what was skipped, what is good to know, what is well. */
export function checklistRows(facts: ChecklistFacts): readonly ChecklistRow[] {
  const rows: (ChecklistRow & { readonly rank: number })[] = [
    ...facts.checks.map((check) => ({
      kind: 'check' as const,
      id: check.id,
      check,
      mark: checkMark(check),
      override: isGrave(check) ? facts.overrides[check.id] : undefined,
      rank: rankOf(check, facts.overrides),
    })),
    ...facts.manual.map((item) => {
      const ticked = facts.ticked.has(item);
      const mark = ticked ? { ...marks.good, word: 'ticked' } : { ...marks.waiting, word: 'to tick' };
      return { kind: 'manual' as const, id: `manual ${item}`, item, mark, ticked, rank: 1 };
    }),
  ];
  return rows.sort((a, b) => a.rank - b.rank);
}

function rankOf(check: CheckState, overrides: Readonly<Record<string, string>>): number {
  if (blocks(check, overrides)) return 0;
  if (check.state === 'fail' && check.severity === 'info') return 5;
  const ranks = { fail: 2, running: 3, skip: 4, pass: 6 } as const;
  return ranks[check.state];
}

export interface Go {
  readonly go: boolean;
  /** One line: GO or NO-GO, and why. */
  readonly text: string;
}

/** GO only where every check has ended, no blocker is red, and in production every manual item is ticked. */
export function goOf(facts: ChecklistFacts): Go {
  const blockers = facts.checks.filter((check) => blocks(check, facts.overrides));
  const red = blockers.filter((check) => check.state === 'fail').length;
  const unproven = blockers.length - red;
  const skipped = facts.checks.filter((check) => check.state === 'skip' && !isGrave(check)).length;
  const found = (severity: CheckState['severity']): number =>
    facts.checks.filter((check) => check.state === 'fail' && check.severity === severity).length;
  const [warnings, infos] = [found('warning'), found('info')];
  const open = facts.manual.filter((item) => !facts.ticked.has(item)).length;
  const overridden = facts.checks.filter((check) => isGrave(check) && facts.overrides[check.id] !== undefined).length;
  const reasons = [
    ...(red > 0 ? [`${plural(red, 'blocker')} red`] : []),
    ...(unproven > 0 ? [`${plural(unproven, 'blocker')} not checked`] : []),
    ...(open > 0 && facts.environment === 'production' ? [`${plural(open, 'item')} not ticked`] : []),
  ];
  if (facts.busy) return { go: false, text: 'NO-GO yet: the checks are running' };
  if (facts.checks.length === 0) return { go: false, text: 'NO-GO: nothing was checked yet' };
  if (reasons.length > 0) return { go: false, text: `NO-GO: ${reasons.join(', ')}` };
  const notes = [
    ...(overridden > 0 ? [`${plural(overridden, 'blocker')} overridden`] : []),
    ...(warnings > 0 ? [plural(warnings, 'warning')] : []),
    ...(infos > 0 ? [`${plural(infos, 'thing')} to know`] : []),
    ...(skipped > 0 ? [`${plural(skipped, 'check')} skipped`] : []),
    ...(open > 0 ? [`${plural(open, 'item')} not ticked, which a rehearsal allows`] : []),
  ];
  return { go: true, text: notes.length === 0 ? 'GO: every check is green' : `GO, with ${notes.join(', ')}` };
}

/** A row in full: its evidence, and what to do. */
export function rowWords(row: ChecklistRow): readonly string[] {
  if (row.kind === 'manual') return ['Only people can know this. Space ticks it.'];
  const { override, check } = row;
  return [
    ...(override === undefined ? [] : [`Overridden: ${override}`]),
    check.detail === '' ? check.title : check.detail,
    ...(check.fix === '' || check.state === 'pass' ? [] : [`→ ${check.fix}`]),
  ];
}
