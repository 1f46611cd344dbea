import { counted } from '../numbers.ts';
import type { TableChecksum } from './checksum.ts';
import { isFailure, isSummary, manifoldName, type TableVerdict, type VerifyItem } from './types.ts';

/** What a verification found, in a form that the next one compares itself with. Kept in the ledger. */
export interface VerificationRecord {
  /** ISO time. */
  readonly at: string;
  /** Of the program: another one may hash rows in another way. */
  readonly toolVersion: string;
  /** Table -> rows and checksum, on the source and then on the target; the second only where they differ. */
  readonly tables: Readonly<Record<string, readonly (readonly [rows: number, checksum: string])[]>>;
  /** `kind name` of what was not alike, rows left out. */
  readonly differences: readonly string[];
}

/** Tables that one line has room for. */
const namesShown = 3;
/** Changes that are listed one by one. */
const mostListed = 1000;

/** The record of a verification that came to its end. Pure. */
export function recordOf(
  tables: readonly TableVerdict[],
  items: readonly VerifyItem[],
  { at, toolVersion }: { readonly at: string; readonly toolVersion: string },
): VerificationRecord {
  const compared = tables.filter(({ verdict }) => verdict !== 'skipped');
  return {
    at,
    toolVersion,
    tables: Object.fromEntries(
      compared.map((table) => {
        const source = [table.sourceRows, table.sourceChecksum] as const;
        const target = [table.targetRows, table.targetChecksum] as const;
        return [table.table, table.verdict === 'match' ? [source] : [source, target]];
      }),
    ),
    differences: items.filter(isDifference).map(nameOf),
  };
}

/**
 * The record of a verification with what a later one found of other tables. Its time stays: a change of the first ones
 * may be as old. Pure.
 */
export function mergedRecord(former: VerificationRecord | undefined, added: VerificationRecord): VerificationRecord {
  if (former === undefined) return added;
  return {
    ...former,
    tables: { ...former.tables, ...added.tables },
    differences: [...new Set([...former.differences, ...added.differences])],
  };
}

export interface Since {
  readonly items: readonly VerifyItem[];
  /** For the verdict: `since 2026-11-21 02:14 UTC nothing has changed`. */
  readonly summary: string;
}

/**
 * What has changed since an earlier verification: rows and contents of tables on either end, and differences that are
 * new or gone. A target that is in use changes, and that is no fault; a source that does has rows that the target will
 * never have. Pure.
 */
export function changedSince(
  before: VerificationRecord,
  now: VerificationRecord,
  circumstances: { readonly production: boolean },
): Since {
  const when = `${before.at.slice(0, 10)} ${before.at.slice(11, 16)} UTC`;
  const sameProgram = before.toolVersion === now.toolVersion;
  const changed = { source: [] as VerifyItem[], target: [] as VerifyItem[] };
  let compared = 0;
  for (const [table, after] of Object.entries(now.tables)) {
    const earlier = before.tables[table];
    if (earlier === undefined) continue;
    compared += 1;
    for (const end of ['source', 'target'] as const) {
      const detail = changeOf(end, sideOf(earlier, end), sideOf(after, end), sameProgram);
      if (detail !== undefined)
        changed[end].push({ kind: 'since', name: `${table} on the ${end}`, verdict: 'note', detail });
    }
  }
  const earlier = new Set(before.differences);
  const later = new Set(now.differences);
  const fresh = now.differences.filter((name) => !earlier.has(name));
  const gone = before.differences.filter((name) => !later.has(name));
  const parts = [
    some(changed.target.length, 'table', 'changed on the target'),
    some(changed.source.length, 'table', 'changed on the source'),
    some(fresh.length, 'difference', 'came'),
    some(gone.length, 'difference', 'went'),
  ].filter((part) => part !== '');
  const summary = `since ${when} ${parts.length === 0 ? 'nothing has changed' : parts.join(', ')}`;
  return {
    summary,
    items: [
      {
        kind: 'since',
        name: manifoldName(`changes since ${when}`),
        verdict: parts.length === 0 ? 'match' : 'note',
        detail: `${some(compared, 'table', 'compared with then') || 'no table to compare'}: ${parts.join(', ') || 'nothing has changed'}`,
      },
      ...(compared > 0 ? [sourceItem(changed.source, when, circumstances.production)] : []),
      ...[...changed.target, ...changed.source].slice(0, mostListed),
      ...fresh.slice(0, mostListed).map((name) => change(name, 'a difference that was not there then')),
      ...gone.slice(0, mostListed).map((name) => change(name, 'it differed then, and does not any more')),
    ],
  };
}

function change(name: string, detail: string): VerifyItem {
  return { kind: 'since', name, verdict: 'note', detail };
}

/** Rows that were written to the source after the cutover are on no target. */
function sourceItem(changed: readonly VerifyItem[], when: string, production: boolean): VerifyItem {
  const item = { kind: 'source', name: `unchanged since ${when}` };
  if (changed.length === 0) return { ...item, verdict: 'match', detail: 'every table is as it was' };
  const names = changed.slice(0, namesShown).map(({ name }) => name.replace(/ on the source$/, ''));
  const more = changed.length > namesShown ? ` and ${changed.length - namesShown} more` : '';
  return { ...item, verdict: production ? 'differs' : 'note', detail: `written to: ${names.join(', ')}${more}` };
}

function sideOf(ends: VerificationRecord['tables'][string], end: 'source' | 'target'): TableChecksum {
  const [rows = 0, checksum = ''] = (end === 'target' ? ends[1] : undefined) ?? ends[0] ?? [];
  return { rows, checksum };
}

function changeOf(
  end: 'source' | 'target',
  before: TableChecksum,
  after: TableChecksum,
  sameProgram: boolean,
): string | undefined {
  if (before.rows !== after.rows) return `${before.rows} rows then, ${after.rows} now`;
  const comparable = sameProgram && before.checksum !== '' && after.checksum !== '';
  return comparable && before.checksum !== after.checksum
    ? `as many rows on the ${end}, but other contents`
    : undefined;
}

function isDifference(item: VerifyItem): boolean {
  return isFailure(item.verdict) && !isSummary(item) && item.kind !== 'row' && item.kind !== 'since';
}

function nameOf({ kind, name }: VerifyItem): string {
  return `${kind} ${name}`;
}

/** Empty for none. */
function some(count: number, noun: string, what: string): string {
  return count === 0 ? '' : `${counted(count, noun)} ${what}`;
}
