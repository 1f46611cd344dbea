import { counted } from '../numbers.ts';
import { isFailure, isSummary, type TableVerdict, type VerifyItem } from './types.ts';

export interface Verdict {
  /** One line for the operator. It never says more than what was checked. */
  readonly verdict: string;
  /** True where something was checked and nothing that was checked differs. */
  readonly ok: boolean;
  /** Tables and items that were compared. */
  readonly checked: number;
  /** Tables and items that were not. */
  readonly skipped: number;
}

/** The verdict of a run that was told to compare nothing. */
export const unverified = 'moved, and not verified: --verify none';

/** How much of a run that is held was proved, by the verdict that it keeps. */
export function proofOf(verdict: string): 'whole' | 'part' | 'nothing' {
  if (verdict.startsWith('verified in part')) return 'part';
  return verdict.startsWith('moved') || verdict.startsWith('not verified') ? 'nothing' : 'whole';
}

/** Names that a line has room for. */
const namesShown = 3;

/** The verdict over a whole verification. Pure. */
export function judge(tables: readonly TableVerdict[], all: readonly VerifyItem[]): Verdict {
  // Rows are told of by their tables, and what has changed since another time says nothing of this one.
  const items = all.filter(({ kind }) => kind !== 'row' && kind !== 'since');
  const compared = tables.filter((table) => table.verdict !== 'skipped');
  const different = compared.filter((table) => table.verdict === 'differ');
  const onlyCounted = compared.filter((table) => table.verdict === 'match' && table.sourceChecksum === '');
  // A kind's summary stands for its differences in the number of checks, and they for it among the failures.
  const summed = new Set(items.filter(isSummary).map((item) => item.kind));
  const checkedItems = items.filter(
    (item) => item.verdict !== 'skipped' && item.verdict !== 'note' && (isSummary(item) || !summed.has(item.kind)),
  );
  const failures = items.filter((item) => isFailure(item.verdict) && !isSummary(item));
  const left = [
    ...tables.filter((table) => table.verdict === 'skipped').map((table) => named(table.table, table.reason)),
    ...items
      .filter((item) => item.verdict === 'skipped')
      .map((item) => named(`${item.kind} ${item.name}`, item.detail)),
  ];
  const checked = compared.length + checkedItems.length;
  const ok = checked > 0 && different.length === 0 && failures.length === 0;
  const unchecked = [
    ...(onlyCounted.length > 0 ? [`contents of ${counted(onlyCounted.length, 'table')} (rows were counted only)`] : []),
    ...left,
  ];
  const notChecked = unchecked.length > 0 ? `; not checked: ${some(unchecked)}` : '';
  return { verdict: `${headline()}${notChecked}`, ok, checked, skipped: left.length };

  function headline(): string {
    if (checked === 0) return 'not verified: nothing was compared';
    if (!ok) return `verification failed: ${[...tablesThatDiffer(), ...otherDifferences()].join('; ')}`;
    return `${unchecked.length > 0 ? 'verified in part' : 'verified'}: ${[...equalTables(), ...filesRead(), ...otherMatches()].join(', ')}`;
  }

  function tablesThatDiffer(): string[] {
    if (different.length === 0) return [];
    const names = some(different.map((table) => table.table));
    const rows = all.filter(({ kind }) => kind === 'row').length;
    const listed = rows === 0 ? '' : ` (${counted(rows, 'row')} named)`;
    return [`${different.length} of ${counted(compared.length, 'table')} differ: ${names}${listed}`];
  }

  function otherDifferences(): string[] {
    if (failures.length === 0) return [];
    const names = some(failures.map((item) => `${item.kind} ${item.name}`));
    return [`${counted(failures.length, 'other difference')}: ${names}`];
  }

  function equalTables(): string[] {
    if (compared.length === 0) return [];
    const rows = compared.reduce((sum, table) => sum + table.sourceRows, 0);
    const how = onlyCounted.length === compared.length ? 'row count' : 'row count and checksum';
    return [`${counted(compared.length, 'table')} with ${counted(rows, 'row')} equal by ${how}`];
  }

  /** Which files were read back is part of what a verdict says. */
  function filesRead(): string[] {
    return checkedItems.filter(isFiles).map((item) => item.detail);
  }

  function otherMatches(): string[] {
    const others = checkedItems.filter((item) => !isFiles(item));
    if (others.length === 0) return [];
    return [`${counted(others.length, 'other comparison')} without a difference`];
  }
}

function isFiles(item: VerifyItem): boolean {
  return item.kind === 'storage' && isSummary(item);
}

function named(name: string, reason: string): string {
  return reason === '' ? name : `${name} (${reason})`;
}

function some(names: readonly string[]): string {
  const shown = names.slice(0, namesShown).join(', ');
  return names.length > namesShown ? `${shown} and ${names.length - namesShown} more` : shown;
}
