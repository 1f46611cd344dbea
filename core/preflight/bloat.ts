import type { Check } from './types.ts';
import { counted, listed, sized } from './words.ts';

/**
 * Pages of the main fork against what the rows should take: header and pointer of a row, its columns at the width that
 * ANALYZE has seen, and the fill factor. TOAST is not looked at. pg_stats shows the columns that the role may read.
 */
const bloatSql = `
  SELECT t.key, (c.relpages::float8 * 8192) AS bytes,
         (c.reltuples * (28 + w.width) * 100 / f.fill)::float8 AS expected
    FROM ROWS FROM (pg_catalog.unnest($1::oid[]), pg_catalog.unnest($2::text[])) AS t(oid, key)
    JOIN pg_catalog.pg_class c ON c.oid = t.oid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    CROSS JOIN LATERAL (
      SELECT pg_catalog.sum(s.avg_width * (1 - s.null_frac)) AS width
        FROM pg_catalog.pg_stats s
       WHERE s.schemaname = n.nspname AND s.tablename = c.relname AND NOT s.inherited) w
    CROSS JOIN LATERAL (
      SELECT COALESCE((SELECT o.option_value::float8 FROM pg_catalog.pg_options_to_table(c.reloptions) o
                        WHERE o.option_name = 'fillfactor'), 100) AS fill) f
   WHERE w.width IS NOT NULL AND c.reltuples >= 0`;

/** Rows take their share of alignment and null maps: only a table of more than twice what they should take is named. */
const bloatFactor = 2;

export const bloatCheck: Check = bloat(64 * 1024 * 1024);

/** Tables with at least `leastBytes` that hold no rows: their size says less than elsewhere about the time they take. */
export function bloat(leastBytes: number): Check {
  return {
    id: 'bloat',
    title: 'Sizes say how much there is to copy',
    severity: 'info',
    asks: 'source',
    looksAt: 'the pages of large tables against what their rows should take, by the statistics of ANALYZE',
    async run(context) {
      const { tables } = await context.inventory('source');
      const large = tables.filter(({ kind, pages }) => kind === 'table' && pages * 8192 >= leastBytes);
      if (large.length === 0) {
        return { verdict: 'pass', detail: `No table has ${sized(leastBytes)} of rows.`, fix: '' };
      }
      const session = await context.session('source');
      const rows = await session.query<{ key: string; bytes: number; expected: number }>(bloatSql, [
        large.map(({ oid }) => oid),
        large.map(({ key }) => key),
      ]);
      const bloated = rows
        .map((row) => ({ ...row, empty: row.bytes - row.expected }))
        .filter(({ bytes, expected, empty }) => bytes > expected * bloatFactor && empty >= leastBytes)
        .toSorted((a, b) => b.empty - a.empty);
      if (bloated.length > 0) {
        const names = bloated.map(({ key, bytes, empty }) => `${key}: ${sized(empty)} of ${sized(bytes)}`);
        return {
          verdict: 'fail',
          detail: `About that much holds no rows: ${listed(names)}. They will take less time and room than their size says.`,
          fix: 'Nothing has to be done: the target gets them without. VACUUM (FULL) on the source would lock each table for as long as it takes.',
        };
      }
      const known = new Set(rows.map(({ key }) => key));
      const unknown = large.filter(({ key }) => !known.has(key)).map(({ key }) => key);
      if (unknown.length > 0) {
        return {
          verdict: 'skip',
          detail: `${counted(unknown.length, 'large table')} without statistics: ${listed(unknown)}.`,
          fix: 'ANALYZE on the source, as their owner; it reads a sample of each, and writes statistics alone.',
        };
      }
      return {
        verdict: 'pass',
        detail: `${counted(large.length, 'table')} of ${sized(leastBytes)} and more: none has more than half of it empty.`,
        fix: '',
      };
    },
  };
}
