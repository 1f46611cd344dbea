import { quoteIdentifier, quoteQualified } from '../postgres/identifiers.ts';
import type { Check } from './types.ts';
import { counted, listed } from './words.ts';

/**
 * `row_security_active` is true where a policy would hide rows from this role: it knows owners, FORCE, superusers and
 * BYPASSRLS. A table under it is refused by our sessions, which have row_security off.
 */
const tableRights = `
  SELECT t.key,
         pg_catalog.has_table_privilege(t.oid, 'SELECT') AS readable,
         pg_catalog.row_security_active(t.oid) AS filtered
    FROM ROWS FROM (pg_catalog.unnest($1::oid[]), pg_catalog.unnest($2::text[])) AS t(oid, key)`;

const sequenceRights = `
  SELECT s.key
    FROM ROWS FROM (pg_catalog.unnest($1::text[]), pg_catalog.unnest($2::text[])) AS s(name, key)
   WHERE pg_catalog.has_sequence_privilege(s.name, 'SELECT') IS NOT TRUE`;

const schemaRights = `
  SELECT s.name
    FROM pg_catalog.unnest($1::text[]) AS s(name)
   WHERE NOT pg_catalog.has_schema_privilege(s.name, 'USAGE')`;

/** A role that may not read a row would move a part of the database and call it whole. */
export const sourceRightsCheck: Check = {
  id: 'source-rights',
  title: 'Everything on the source can be read',
  severity: 'blocker',
  asks: 'source',
  looksAt:
    "the role's rights on every schema, table and sequence that is read, and whether row level security would hide rows from it",
  async run(context) {
    const inventory = await context.inventory('source');
    const session = await context.session('source');
    // A service's table whose rows stay behind is never read.
    const tables = inventory.tables.filter(
      ({ kind, rowsStay }) => (kind === 'table' || kind === 'partitioned') && rowsStay === undefined,
    );
    const schemaNames = [
      ...new Set([...inventory.schemas.map(({ name }) => name), ...tables.map(({ schema }) => schema)]),
    ];
    const closed = await session.query<{ name: string }>(schemaRights, [schemaNames]);
    const closedNames = new Set(closed.map(({ name }) => name));
    const rights = await session.query<{ key: string; readable: boolean; filtered: boolean }>(tableRights, [
      tables.map(({ oid }) => oid),
      tables.map(({ key }) => key),
    ]);
    // A sequence in a schema without USAGE cannot even be named; the schema's own line covers it.
    const sequences = inventory.sequences.filter(({ schema }) => !closedNames.has(schema));
    const unreadableSequences = await session.query<{ key: string }>(sequenceRights, [
      sequences.map(({ schema, name }) => quoteQualified(schema, name)),
      sequences.map(({ key }) => key),
    ]);

    // Not the user of the connection string: a pooler's carries the project's name with it.
    const [connected] = await session.query<{ role: string }>('SELECT CURRENT_USER::text AS role');
    const role = connected?.role ?? session.address.user;
    const unreadable = rights.filter(({ readable }) => !readable).map(({ key }) => key);
    const filtered = rights.filter(({ filtered }) => filtered).map(({ key }) => key);
    const findings: string[] = [];
    const fixes: string[] = [];
    if (closed.length > 0) {
      findings.push(`no USAGE on ${counted(closed.length, 'schema')} (${listed([...closedNames])})`);
      fixes.push(
        `GRANT USAGE ON SCHEMA ${[...closedNames].map(quoteIdentifier).join(', ')} TO ${quoteIdentifier(role)};`,
      );
    }
    if (unreadable.length > 0) {
      findings.push(`no SELECT on ${counted(unreadable.length, 'table')} (${listed(unreadable)})`);
      fixes.push(`grant SELECT on the tables to ${role};`);
    }
    if (unreadableSequences.length > 0) {
      findings.push(
        `no SELECT on ${counted(unreadableSequences.length, 'sequence')} (${listed(unreadableSequences.map(({ key }) => key))})`,
      );
      fixes.push(`grant SELECT on the sequences to ${role};`);
    }
    if (filtered.length > 0) {
      findings.push(`row level security would hide rows of ${counted(filtered.length, 'table')} (${listed(filtered)})`);
      fixes.push(`ALTER ROLE ${quoteIdentifier(role)} BYPASSRLS;`);
    }
    if (findings.length === 0) {
      return {
        verdict: 'pass',
        detail: `${role} may read all of ${counted(tables.length, 'table')} and ${counted(inventory.sequences.length, 'sequence')}.`,
        fix: '',
      };
    }
    return {
      verdict: 'fail',
      detail: `The role ${role} has ${findings.join('; ')}.`,
      fix: `Connect as the owner of the tables, or as a superuser: ${fixes.join(' ')}`,
    };
  },
};
