import type { Session } from '../postgres/session.ts';
import { differingColumns, type RowDifference, rowDifferences, rowName, type RowsRequest } from './rows.ts';
import { rowItemName, type VerifyItem } from './types.ts';

/** What the look at the rows of a table that differs has found. */
export interface FoundRows {
  /** Rows that are not alike; at most {@link mostCounted}. */
  readonly found: number;
  /** For the table's own line: `1 row differs, 2 are missing; the first is id = 7 (note)`. */
  readonly summary: string;
  /** Each row by name, as many as were asked for. */
  readonly items: readonly VerifyItem[];
}

/** Nobody reads a larger number of rows differently from this one, and each has to be read. */
const mostCounted = 100_000;

/**
 * Finds the rows of a table that differ, and names the first `most` of them by key, with the columns that differ. The
 * sessions must be as {@link rowDifferences} wants them. Throws CutoverError.
 */
export async function findRows(
  source: Session,
  target: Session,
  request: RowsRequest & { readonly most: number },
): Promise<FoundRows> {
  const listed: RowDifference[] = [];
  const counts = { differs: 0, missing: 0, extra: 0, times: 0 };
  let found = 0;
  for await (const difference of rowDifferences(source, target, request)) {
    found += 1;
    counts[difference.kind] += 1;
    if (listed.length < request.most) listed.push(difference);
    if (found >= mostCounted) break;
  }
  const differing = listed.filter(({ kind }) => kind === 'differs');
  const columns = new Map(
    (await differingColumns(source, target, request.table, differing)).map((names, index) => [differing[index], names]),
  );
  const { schema, name } = request.table;
  const items = listed.map((difference): VerifyItem => {
    const row = rowItemName(`${schema}.${name}`, rowName(request.key, difference));
    return { kind: 'row', name: row, ...judge(difference, columns.get(difference) ?? []) };
  });
  const [first] = items;
  const firstName = first?.name.slice(rowItemName(`${schema}.${name}`, '').length);
  return { found, summary: summaryOf(counts, found, items.length, firstName), items };
}

function judge(
  { kind, source, target }: RowDifference,
  columns: readonly string[],
): Pick<VerifyItem, 'verdict' | 'detail'> {
  switch (kind) {
    case 'missing':
      return { verdict: 'missing', detail: `on the source${times(source.times)}, not on the target` };
    case 'extra':
      return { verdict: 'extra', detail: `on the target${times(target.times)}, not on the source` };
    case 'times':
      return { verdict: 'differs', detail: `${source.times}× on the source, ${target.times}× on the target` };
    case 'differs':
      return {
        verdict: 'differs',
        detail: columns.length === 0 ? 'other values' : `other values in ${columns.join(', ')}`,
      };
  }
}

function times(count: number): string {
  return count === 1 ? '' : ` ${count}×`;
}

function summaryOf(
  counts: Readonly<Record<RowDifference['kind'], number>>,
  found: number,
  listed: number,
  first: string | undefined,
): string {
  const parts = [
    counts.differs > 0 ? `${counts.differs} with other values` : '',
    counts.missing > 0 ? `${counts.missing} missing` : '',
    counts.extra > 0 ? `${counts.extra} beyond the source` : '',
    counts.times > 0 ? `${counts.times} not as often` : '',
  ].filter((part) => part !== '');
  const atLeast = found >= mostCounted ? 'at least ' : '';
  const rest = found > listed ? `, ${listed} of them listed` : '';
  return `${atLeast}${parts.join(', ')}${rest}${first === undefined ? '' : `; first ${first}`}`;
}
