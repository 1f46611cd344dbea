import type { Sequence } from '../inventory/types.ts';
import { quoteLiteral, quoteQualified } from '../postgres/identifiers.ts';
import type { Session } from '../postgres/session.ts';
import type { Pair } from './ends.ts';
import type { NotCompared } from './tables.ts';

/** Where a sequence stands: numbers as text, since they may be beyond what a double holds. */
interface Standing {
  readonly lastValue: string;
  readonly isCalled: boolean;
}

interface Found {
  readonly standing: Standing;
  /** False where it counts down. */
  readonly up: boolean;
}

/** A sequence that the target has moved. */
export interface SequenceChange {
  readonly schema: string;
  readonly name: string;
  readonly source: Standing;
  readonly target: Standing;
}

/** Sequences that one statement reads. */
const batch = 200;

const readableSql = `
  SELECT s.place::int AS place, q.seqincrement > 0 AS up
  FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS s (schema, name, place)
  JOIN pg_catalog.pg_namespace n ON n.nspname = s.schema
  JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = s.name AND c.relkind = 'S'
  JOIN pg_catalog.pg_sequence q ON q.seqrelid = c.oid
  WHERE pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_sequence_privilege(c.oid, 'SELECT')`;

/**
 * Sequences that stand further than on the source. One that the source has moved beyond the target is left to people:
 * taken back, it would give numbers out a second time. They obey no snapshot. Throws CutoverError.
 */
export async function sequenceChanges(
  { source, target }: Pair,
  sequences: readonly Sequence[],
): Promise<{ readonly changes: readonly SequenceChange[]; readonly notCompared: readonly NotCompared[] }> {
  const [from, to] = await Promise.all([readStandings(source, sequences), readStandings(target, sequences)]);
  const changes: SequenceChange[] = [];
  const notCompared: NotCompared[] = [];
  for (const [index, { schema, name, key }] of sequences.entries()) {
    const [before, after] = [from.get(index), to.get(index)];
    if (before === undefined || after === undefined) {
      const end = before === undefined ? 'source' : 'target';
      notCompared.push({ name: `sequence ${key}`, reason: `it cannot be read on the ${end}` });
    } else if (isFurther(after, before)) {
      changes.push({ schema, name, source: before.standing, target: after.standing });
    } else if (isFurther(before, after)) {
      notCompared.push({
        name: `sequence ${key}`,
        reason: `the source is at ${before.standing.lastValue}, further than the target's ${after.standing.lastValue}: left as it is`,
      });
    }
  }
  return { changes, notCompared };
}

function isFurther({ standing: one, up }: Found, { standing: other }: Found): boolean {
  const [a, b] = [BigInt(one.lastValue), BigInt(other.lastValue)];
  return a === b ? one.isCalled && !other.isCalled : a > b === up;
}

async function readStandings(session: Session, sequences: readonly Sequence[]): Promise<Map<number, Found>> {
  const found = new Map<number, Found>();
  if (sequences.length === 0) return found;
  const readable = await session.query<{ place: number; up: boolean }>(readableSql, [
    sequences.map(({ schema }) => schema),
    sequences.map(({ name }) => name),
  ]);
  const directions = new Map(readable.map(({ place, up }) => [place - 1, up]));
  const places = [...directions.keys()];
  for (let first = 0; first < places.length; first += batch) {
    const selects = places.slice(first, first + batch).flatMap((place) => {
      const sequence = sequences[place];
      return sequence === undefined
        ? []
        : [
            `SELECT ${quoteLiteral(String(place))} AS place, last_value::text AS value, is_called AS called
             FROM ${quoteQualified(sequence.schema, sequence.name)}`,
          ];
    });
    const rows = await session.query<{ place: string; value: string; called: boolean }>(selects.join(' UNION ALL '));
    for (const { place, value, called } of rows) {
      const up = directions.get(Number(place)) ?? true;
      found.set(Number(place), { standing: { lastValue: value, isCalled: called }, up });
    }
  }
  return found;
}
