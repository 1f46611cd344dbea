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
  SELECT s.place::int AS place FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS s (schema, name, place)
  JOIN pg_catalog.pg_namespace n ON n.nspname = s.schema
  JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = s.name AND c.relkind = 'S'
  WHERE pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_sequence_privilege(c.oid, 'SELECT')`;

/** Sequences that stand elsewhere than on the source. They obey no snapshot. Throws CutoverError. */
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
    } else if (before.lastValue !== after.lastValue || before.isCalled !== after.isCalled) {
      changes.push({ schema, name, source: before, target: after });
    }
  }
  return { changes, notCompared };
}

async function readStandings(session: Session, sequences: readonly Sequence[]): Promise<Map<number, Standing>> {
  const found = new Map<number, Standing>();
  if (sequences.length === 0) return found;
  const readable = await session.query<{ place: number }>(readableSql, [
    sequences.map(({ schema }) => schema),
    sequences.map(({ name }) => name),
  ]);
  const places = readable.map(({ place }) => place - 1);
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
    for (const { place, value, called } of rows) found.set(Number(place), { lastValue: value, isCalled: called });
  }
  return found;
}
