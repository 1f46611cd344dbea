import type { Table } from '../inventory/types.ts';
import { quoteQualified } from '../postgres/identifiers.ts';
import type { Session } from '../postgres/session.ts';
import { userInvariants } from './auth-tables.ts';

/** Values that a copy changes on their way, and in how many rows. */
export interface Mended {
  /** `auth.users.confirmation_token` */
  readonly column: string;
  readonly rows: number;
  readonly meaning: string;
}

/** Counts what the expressions of a table's copy change, on the source. Throws CutoverError. */
export async function countMended(source: Session, table: Table): Promise<Mended[]> {
  if (table.key !== 'auth.users') return [];
  const applied = userInvariants.filter(({ column }) => table.expressions?.[column] !== undefined);
  if (applied.length === 0) return [];
  const counts = applied.map(({ broken }, index) => `count(*) FILTER (WHERE ${broken})::float8 AS c${index}`);
  const [row] = await source.query<Record<string, number>>(
    `SELECT ${counts.join(', ')} FROM ONLY ${quoteQualified(table.schema, table.name)}`,
  );
  return applied
    .map(({ column, meaning }, index) => ({
      column: `${table.key}.${column}`,
      rows: row?.[`c${index}`] ?? 0,
      meaning,
    }))
    .filter(({ rows }) => rows > 0);
}
