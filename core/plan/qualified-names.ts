import type { DumpEntry } from './entries.ts';

const part = String.raw`(?:"(?:[^"]|"")+"|[^\s".;()]+)`;

/** Source of a regular expression for `schema.name` as pg_dump writes it, quoted or not. */
export const qualifiedPattern = String.raw`${part}\.${part}`;

const lockedPattern = new RegExp(String.raw` (?:ON|TO|TABLE|ONLY|FROM) (${qualifiedPattern})(?=[\s;(]|$)`, 'g');

/** `"a"."b"` or `a.b` as pg_dump writes it, to the key that the inventory uses. */
export function keyOf(name: string): string {
  const parts = name.match(/"(?:[^"]|"")+"|[^".]+/g) ?? [];
  return parts.map((each) => (each.startsWith('"') ? each.slice(1, -1).replaceAll('""', '"') : each)).join('.');
}

/**
 * Keys of the tables that a rule, trigger, policy, statistics object, comment or publication locks, in a way in which ANALYZE or a reader
 * of several tables would wait for it. A name that only looks like one costs a moment's wait, and nothing else.
 */
export function lockedTables(entry: Pick<DumpEntry, 'statements'>, tables: { has(key: string): boolean }): string[] {
  const names = entry.statements.flatMap((statement) =>
    [...statement.matchAll(lockedPattern)].map((match) => match[1] ?? ''),
  );
  return [...new Set(names.map(keyOf))].filter((key) => tables.has(key));
}
