import type { Sequence } from '../inventory/types.ts';
import { quoteIdentifier, quoteQualified } from '../postgres/identifiers.ts';
import type { Session } from '../postgres/session.ts';
import { summaryName, type VerifyItem } from './types.ts';

/** Sequences (or owning columns) that one statement reads. */
const batch = 200;

interface SequenceState {
  readonly sequence: Sequence;
  readonly access: 'missing' | 'denied' | 'readable';
  readonly lastValue: bigint;
  readonly isCalled: boolean;
  readonly ascending: boolean;
  readonly cycles: boolean;
  /** The owning column, where it holds whole numbers and may be read. */
  readonly column: { readonly schema: string; readonly table: string; readonly name: string } | undefined;
}

/** 20, 21 and 23 are int8, int2 and int4, 1700 is numeric. */
const accessSql = `
  SELECT s.position::int AS position,
    CASE WHEN c.oid IS NULL THEN 'missing'
      WHEN pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_sequence_privilege(c.oid, 'SELECT')
      THEN 'readable' ELSE 'denied' END AS access,
    coalesce(q.seqincrement, 1) > 0 AS ascending, coalesce(q.seqcycle, false) AS cycles,
    tn.nspname AS table_schema, t.relname AS table_name, a.attname AS column_name
  FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS s(schema, name, position)
  LEFT JOIN pg_catalog.pg_namespace n ON n.nspname = s.schema
  LEFT JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = s.name AND c.relkind = 'S'
  LEFT JOIN pg_catalog.pg_sequence q ON q.seqrelid = c.oid
  LEFT JOIN pg_catalog.pg_depend d
    ON d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i')
    AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjsubid > 0
  LEFT JOIN pg_catalog.pg_attribute a
    ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid AND a.atttypid IN (20, 21, 23, 1700)
    AND pg_catalog.has_column_privilege(a.attrelid, a.attnum, 'SELECT')
  LEFT JOIN pg_catalog.pg_class t ON t.oid = a.attrelid
  LEFT JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace
  ORDER BY s.position`;

/**
 * Compares where sequences stand on both ends, and on the target with the largest value of the column that owns each.
 * Sequences obey no snapshot: a source that is still written to has moved on. Throws CutoverError.
 */
export async function compareSequences(
  source: Session,
  target: Session,
  sequences: readonly Sequence[],
): Promise<VerifyItem[]> {
  if (sequences.length === 0) return [];
  const before = await readStates(source, sequences);
  const after = await readStates(target, onTarget(sequences));
  const extremes = await readExtremes(target, after);
  const items = before.flatMap((from, index) => {
    const to = after[index];
    return to === undefined ? [] : judgeSequence(from, to, extremes.get(to.sequence.key));
  });
  const compared = sequences.length - items.filter((item) => item.verdict === 'skipped').length;
  const wrong = items.filter((item) => item.verdict === 'differs' || item.verdict === 'missing').length;
  return [
    {
      kind: 'sequence-value',
      name: summaryName('sequence-value'),
      verdict: wrong > 0 ? 'differs' : compared > 0 ? 'match' : 'skipped',
      detail: wrong === 0 ? `${compared} compared, all equal` : `${compared} compared, ${wrong} different`,
    },
    ...items,
  ];
}

/** The same, by the names that the target has for them. */
function onTarget(sequences: readonly Sequence[]): Sequence[] {
  return sequences.map((sequence) => ({ ...sequence, ...sequence.onTarget }));
}

/** What is to be said of one sequence; nothing where all is well. */
function judgeSequence(source: SequenceState, target: SequenceState, extreme: bigint | undefined): VerifyItem[] {
  const item = (verdict: VerifyItem['verdict'], detail: string): VerifyItem[] => [
    { kind: 'sequence-value', name: source.sequence.key, verdict, detail },
  ];
  if (source.access !== 'readable') return item('skipped', `the source's role may not read it (${source.access})`);
  if (target.access === 'missing') return item('missing', 'on the source, not on the target');
  if (target.access === 'denied') return item('skipped', "the target's role may not read it");
  if (source.lastValue !== target.lastValue || source.isCalled !== target.isCalled) {
    return item('differs', `source: ${describe(source)} | target: ${describe(target)}`);
  }
  if (extreme === undefined || target.cycles || isBeyond(target, extreme)) return [];
  const column = `${target.column?.schema}.${target.column?.table}.${target.column?.name}`;
  return item(
    'note',
    `it stands at ${target.lastValue}, behind ${extreme} in ${column}, as on the source: a later insert may collide`,
  );
}

/** True where the next value is past the column's largest (for a descending sequence: smallest) one. */
function isBeyond({ ascending, isCalled, lastValue }: SequenceState, extreme: bigint): boolean {
  if (isCalled && lastValue === extreme) return true;
  return ascending ? lastValue > extreme : lastValue < extreme;
}

function describe(state: SequenceState): string {
  return state.isCalled ? `last value ${state.lastValue}` : `first value ${state.lastValue}, not used yet`;
}

async function readStates(session: Session, sequences: readonly Sequence[]): Promise<SequenceState[]> {
  const access = await session.query<{
    position: number;
    access: SequenceState['access'];
    ascending: boolean;
    cycles: boolean;
    table_schema: string | null;
    table_name: string | null;
    column_name: string | null;
  }>(accessSql, [sequences.map((each) => each.schema), sequences.map((each) => each.name)]);
  const readable = access.filter((row) => row.access === 'readable').map((row) => row.position);
  const values = await readInBatches<{ last_value: string; is_called: boolean }>(session, readable, (position) => {
    const { schema, name } = sequences[position - 1] as Sequence;
    return `SELECT ${position} AS position, last_value, is_called FROM ${quoteQualified(schema, name)}`;
  });
  return access.map((row) => ({
    sequence: sequences[row.position - 1] as Sequence,
    access: row.access,
    lastValue: BigInt(values.get(row.position)?.last_value ?? 0),
    isCalled: values.get(row.position)?.is_called ?? false,
    ascending: row.ascending,
    cycles: row.cycles,
    column:
      row.table_schema !== null && row.table_name !== null && row.column_name !== null
        ? { schema: row.table_schema, table: row.table_name, name: row.column_name }
        : undefined,
  }));
}

/** The value of each owning column that its sequence must be past, by the sequence's key; none for empty tables. */
async function readExtremes(session: Session, states: readonly SequenceState[]): Promise<Map<string, bigint>> {
  const positions = states.flatMap((state, index) =>
    state.column !== undefined && state.access === 'readable' ? [index] : [],
  );
  const rows = await readInBatches<{ extreme: string | null }>(session, positions, (position) => {
    const { column, ascending } = states[position] as SequenceState & { column: NonNullable<SequenceState['column']> };
    const value = `${ascending ? 'max' : 'min'}(t.${quoteIdentifier(column.name)})`;
    const table = quoteQualified(column.schema, column.table);
    return `SELECT ${position} AS position, pg_catalog.trunc(pg_catalog.${value}::numeric)::text AS extreme FROM ${table} AS t`;
  });
  const extremes = new Map<string, bigint>();
  for (const [position, { extreme }] of rows) {
    const key = states[position]?.sequence.key;
    if (key !== undefined && extreme !== null && /^-?\d+$/.test(extreme)) extremes.set(key, BigInt(extreme));
  }
  return extremes;
}

async function readInBatches<Row extends Record<string, unknown>>(
  session: Session,
  positions: readonly number[],
  select: (position: number) => string,
): Promise<Map<number, Row>> {
  const rows = new Map<number, Row>();
  for (let start = 0; start < positions.length; start += batch) {
    const sql = positions
      .slice(start, start + batch)
      .map(select)
      .join('\nUNION ALL\n');
    for (const row of await session.query<Row & { position: number }>(sql)) rows.set(row.position, row);
  }
  return rows;
}
