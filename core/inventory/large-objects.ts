import type { Session } from '../postgres/session.ts';

/** What large objects are called where a table's key would stand: they are in no schema, and a key has a dot. */
export const largeObjectsKey = 'large objects';

const oidsSql = 'SELECT m.oid FROM pg_catalog.pg_largeobject_metadata m ORDER BY m.oid';

/** Their pages may be read by a superuser alone; their size by everybody. */
const bytesSql = `
  SELECT pg_catalog.pg_relation_size('pg_catalog.pg_largeobject'::pg_catalog.regclass) AS bytes`;

/** The OIDs of all large objects, in order, and about how many bytes they take together. */
export async function readLargeObjects(
  session: Session,
): Promise<{ readonly oids: readonly number[]; readonly bytes: number }> {
  const rows = await session.query<{ oid: number }>(oidsSql);
  if (rows.length === 0) return { oids: [], bytes: 0 };
  const [size] = await session.query<{ bytes: string }>(bytesSql);
  return { oids: rows.map((row) => row.oid), bytes: Number(size?.bytes ?? 0) };
}
