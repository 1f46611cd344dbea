import { displayName, quoteQualified } from '../postgres/identifiers.ts';
import type { Session } from '../postgres/session.ts';
import type { SequencePosition } from './metadata.ts';

const sequencesSql = `
  SELECT w.place::int AS place, s.seqincrement > 0 AS up,
    pg_catalog.has_sequence_privilege(c.oid, 'UPDATE') AND pg_catalog.has_sequence_privilege(c.oid, 'SELECT') AS may
  FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS w(schema, name, place)
  JOIN pg_catalog.pg_namespace n ON n.nspname = w.schema
  JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = w.name AND c.relkind = 'S'
  JOIN pg_catalog.pg_sequence s ON s.seqrelid = c.oid
  ORDER BY w.place`;

/**
 * Lets sequences go on from where they stood in the backup, so that the next row does not get the key of a restored one.
 * One that is further already stays. Throws CutoverError.
 */
export async function moveSequencesForward(
  session: Session,
  positions: readonly SequencePosition[],
  onNote: ((note: string) => void) | undefined,
): Promise<void> {
  const found = await session.query<{ place: number; up: boolean; may: boolean }>(sequencesSql, [
    positions.map(({ schema }) => schema),
    positions.map(({ name }) => name),
  ]);
  for (const { place, up, may } of found) {
    const position = positions[place - 1];
    if (position === undefined) continue;
    const { schema, name, lastValue, isCalled } = position;
    if (!may) {
      onNote?.(
        `sequence ${displayName(schema, name)} was at ${lastValue}: the role may not set it; set it as its owner`,
      );
      continue;
    }
    const ahead = up ? '>' : '<';
    await session.query(
      `SELECT pg_catalog.setval($1::pg_catalog.regclass, $2::int8, $3) FROM ${quoteQualified(schema, name)} AS s
       WHERE $2::int8 ${ahead} s.last_value OR ($2::int8 = s.last_value AND $3 AND NOT s.is_called)`,
      [quoteQualified(schema, name), lastValue, isCalled],
    );
  }
}
