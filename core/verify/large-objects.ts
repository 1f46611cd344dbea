import type { Session } from '../postgres/session.ts';
import { summaryName, type VerifyItem } from './types.ts';

/** Large objects that one statement reads. */
const batchSize = 200;
/** Differences that are listed one by one. */
const maximumDifferences = 1000;

/**
 * Contents are read a megabyte at a time on the server, and only digests leave it. `$2` is false where the contents are
 * not to be read.
 */
const digestsSql = `
  SELECT m.oid, pg_catalog.obj_description(m.oid, 'pg_largeobject') AS comment, c.bytes, c.digest
  FROM pg_catalog.pg_largeobject_metadata m
  LEFT JOIN LATERAL (
    WITH RECURSIVE chunk (n, bytes, digest) AS (
      SELECT 0::bigint, pg_catalog.length(d.data), pg_catalog.md5(d.data)
      FROM pg_catalog.lo_get(m.oid, 0, 1048576) AS d(data)
      UNION ALL
      SELECT k.n + 1, pg_catalog.length(d.data), pg_catalog.md5(d.data)
      FROM chunk k CROSS JOIN LATERAL pg_catalog.lo_get(m.oid, (k.n + 1) * 1048576, 1048576) AS d(data)
      WHERE k.bytes = 1048576
    )
    SELECT pg_catalog.sum(k.bytes)::text AS bytes, pg_catalog.md5(pg_catalog.string_agg(k.digest, '' ORDER BY k.n)) AS digest
    FROM chunk k
  ) c ON $2::boolean
  WHERE m.oid = ANY ($1::pg_catalog.oid[])`;

interface Digest extends Record<string, unknown> {
  readonly oid: number;
  readonly comment: string | null;
  readonly bytes: string | null;
  readonly digest: string | null;
}

const oidsSql = 'SELECT m.oid FROM pg_catalog.pg_largeobject_metadata m ORDER BY m.oid';

/**
 * Compares every large object of the source, as its session sees it, with the target's of the same OID: that it is
 * there, its comment and, with `checksums`, its contents. What else the target has is counted, and its own. Two lists
 * of OIDs are all that is read where there is nothing in common. Throws CutoverError.
 */
export async function compareLargeObjects(
  source: Session,
  target: Session,
  mode: 'counts' | 'checksums',
): Promise<VerifyItem[]> {
  const oids = (await source.query<{ oid: number }>(oidsSql)).map((row) => row.oid);
  const there = new Set((await target.query<{ oid: number }>(oidsSql)).map((row) => row.oid));
  const shared = oids.filter((oid) => there.has(oid));
  const beyond = there.size - shared.length;
  const ownNote: VerifyItem[] =
    beyond === 0
      ? []
      : [
          {
            kind: 'large-object',
            name: 'on the target alone',
            verdict: 'note',
            detail: `${beyond} that the source has not: the target's own, or written there since`,
          },
        ];
  if (oids.length === 0) return ownNote;
  const differences: VerifyItem[] = [];
  let wrong = 0;
  const differs = (difference: VerifyItem): void => {
    wrong += 1;
    if (wrong <= maximumDifferences) differences.push(difference);
  };
  for (const oid of oids) if (!there.has(oid)) differs(missing(oid));
  for (let start = 0; start < shared.length; start += batchSize) {
    const values = [shared.slice(start, start + batchSize), mode === 'checksums'];
    const [before, after] = [
      await source.query<Digest>(digestsSql, values),
      await target.query<Digest>(digestsSql, values),
    ];
    const found = new Map(after.map((digest) => [digest.oid, digest]));
    for (const digest of before) {
      const difference = contrast(digest, found.get(digest.oid));
      if (difference !== undefined) differs(difference);
    }
  }
  const contents = mode === 'checksums' ? '' : ' (that they are there; contents were not compared)';
  return [
    {
      kind: 'large-object',
      name: summaryName('large-object'),
      verdict: wrong === 0 ? 'match' : 'differs',
      detail:
        wrong === 0 ? `${oids.length} compared, all equal${contents}` : `${oids.length} compared, ${wrong} different`,
    },
    ...differences,
    ...ownNote,
  ];
}

function missing(oid: number): VerifyItem {
  return { kind: 'large-object', name: String(oid), verdict: 'missing', detail: 'on the source, not on the target' };
}

function contrast(source: Digest, target: Digest | undefined): VerifyItem | undefined {
  const item = { kind: 'large-object', name: String(source.oid) };
  if (target === undefined) return missing(source.oid);
  if (source.bytes !== target.bytes) {
    return { ...item, verdict: 'differs', detail: `source: ${source.bytes} bytes | target: ${target.bytes} bytes` };
  }
  if (source.digest !== target.digest)
    return { ...item, verdict: 'differs', detail: 'as many bytes, but other contents' };
  if (source.comment !== target.comment) {
    return { ...item, verdict: 'differs', detail: `comment: source: ${source.comment} | target: ${target.comment}` };
  }
  return undefined;
}
