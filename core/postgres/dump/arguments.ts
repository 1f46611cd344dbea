import { quoteIdentifier } from '../identifiers.ts';
import { stallTimeoutMs } from '../stall.ts';

export interface DumpRequest {
  /** An exported snapshot's id; the dump then sees what the exporter sees. */
  readonly snapshot?: string;
  /**
   * `pre-data`: everything up to the tables; `post-data`: indexes, constraints, triggers, rules, policies. Both where it
   * is left out, with all grants at the end.
   */
  readonly section?: 'pre-data' | 'post-data';
  /** False leaves ownership out: every object belongs to the role that creates it. */
  readonly owners: boolean;
  /** Schemas whose objects stay out. Objects that belong to no schema always come along. */
  readonly excludeSchemas?: readonly string[];
  /** Quotes every name, for a target of another major version: its reserved words may be others. */
  readonly quoteAll?: boolean;
}

/**
 * pg_dump's arguments. Schemas are excluded, never chosen: `--schema` would leave out everything
 * that is in no schema (extensions, publications, event triggers, casts, languages, foreign servers).
 * Subscriptions stay out: their connection strings hold passwords, and a second subscriber would steal the changes of
 * the first. [PostgreSQL documentation, pg_dump]
 */
export function dumpArguments(request: DumpRequest): string[] {
  return [
    '--schema-only',
    ...(request.section === undefined ? [] : [`--section=${request.section}`]),
    '--encoding=UTF8',
    '--no-password',
    '--no-subscriptions',
    // pg_dump locks every table against changes, and would wait for ever for one that somebody else has locked.
    `--lock-wait-timeout=${stallTimeoutMs()}`,
    ...(request.owners ? [] : ['--no-owner']),
    ...(request.quoteAll ? ['--quote-all-identifiers'] : []),
    ...(request.snapshot === undefined ? [] : [`--snapshot=${request.snapshot}`]),
    ...(request.excludeSchemas ?? []).map((name) => `--exclude-schema=${schemaPattern(name)}`),
  ];
}

/**
 * A pattern that matches one name only: inside double quotes nothing is a wildcard, and case is kept.
 * [PostgreSQL documentation, psql, Patterns]
 */
function schemaPattern(name: string): string {
  return quoteIdentifier(name);
}

/**
 * Takes out the lines that tell psql to be careful (`\restrict KEY` … `\unrestrict KEY`, 18.0 and the minor versions of
 * August 2025). They stand in front of the first statement and behind the last; any other line of that form is text of
 * the project's own, in a function's body for instance.
 */
export function stripRestrict(sql: string): string {
  const opening = /^(?:--[^\n]*\n|\n)*\\restrict ([A-Za-z0-9]+)\n/.exec(sql);
  if (opening === null) return sql;
  const openingLine = `\\restrict ${opening[1]}\n`;
  const closingLine = `\n\\unrestrict ${opening[1]}\n`;
  const begin = opening[0].length - openingLine.length;
  const end = sql.lastIndexOf(closingLine);
  return sql.slice(0, begin) + sql.slice(opening[0].length, end) + sql.slice(end + closingLine.length);
}
