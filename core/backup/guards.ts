import { CutoverError } from '../errors.ts';
import { displayName, quoteIdentifier, quoteLiteral, quoteQualified } from '../postgres/identifiers.ts';
import type { Session } from '../postgres/session.ts';
import type { RowTable } from './columns.ts';

/**
 * Triggers and rules that would see rows go and come. Constraint triggers of keys are none of them; those of one's own
 * are. 4, 8 and 32 are INSERT, DELETE and TRUNCATE; '3' and '4' are INSERT and DELETE. [PostgreSQL source, pg_trigger.h]
 */
const triggersSql = `
  SELECT n.nspname AS schema, c.relname AS table, t.tgname AS name, t.tgenabled::text AS enabled, 'TRIGGER' AS kind,
    pg_catalog.pg_has_role(c.relowner, 'USAGE') AS owned
  FROM pg_catalog.pg_trigger t
  JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_constraint k ON k.oid = t.tgconstraint
  WHERE t.tgrelid = ANY ($1::oid[]) AND (k.oid IS NULL OR k.contype = 't') AND t.tgtype & 44 <> 0
    AND t.tgenabled::text = ANY ($2::text[])
  UNION ALL
  SELECT n.nspname, c.relname, r.rulename, r.ev_enabled::text, 'RULE', pg_catalog.pg_has_role(c.relowner, 'USAGE')
  FROM pg_catalog.pg_rewrite r
  JOIN pg_catalog.pg_class c ON c.oid = r.ev_class
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE r.ev_class = ANY ($1::oid[]) AND r.ev_type IN ('3', '4') AND r.ev_enabled::text = ANY ($2::text[])
  ORDER BY 1, 2, 3`;

/**
 * Constraints that rows may break because they are older: NOT VALID ones of the tables and of the domains in them. One
 * that children have from here is left alone: they would lose it in part.
 */
const unprovenSql = `
  WITH RECURSIVE domains (oid) AS (
    SELECT DISTINCT a.atttypid FROM pg_catalog.pg_attribute a
    WHERE a.attrelid = ANY ($1::oid[]) AND a.attnum > 0 AND NOT a.attisdropped
    UNION
    SELECT t.typbasetype FROM domains d JOIN pg_catalog.pg_type t ON t.oid = d.oid WHERE t.typtype = 'd'
  )
  SELECT CASE WHEN k.conrelid <> 0 THEN 'TABLE' ELSE 'DOMAIN' END AS kind, n.nspname AS schema,
    coalesce(c.relname, t.typname) AS relation, k.conname AS name, pg_catalog.pg_get_constraintdef(k.oid) AS definition,
    pg_catalog.obj_description(k.oid, 'pg_constraint') AS comment
  FROM pg_catalog.pg_constraint k
  LEFT JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
  LEFT JOIN pg_catalog.pg_type t ON t.oid = k.contypid
  JOIN pg_catalog.pg_namespace n ON n.oid = coalesce(c.relnamespace, t.typnamespace)
  WHERE k.contype IN ('c', 'n') AND NOT k.convalidated AND k.coninhcount = 0
    AND (k.conrelid = ANY ($1::oid[]) OR k.contypid IN (SELECT oid FROM domains))
    AND (k.connoinherit OR NOT EXISTS (SELECT FROM pg_catalog.pg_inherits i WHERE i.inhparent = k.conrelid))
    AND coalesce((pg_catalog.to_jsonb(k) ->> 'conenforced')::boolean, true)
    AND pg_catalog.pg_has_role(coalesce(c.relowner, t.typowner), 'USAGE')
  ORDER BY 1, 2, 3, 4`;

/** What stands between the rows and their tables, as statements that lift it and put it back as it was. */
export interface Guards {
  readonly lift: readonly string[];
  readonly putBack: readonly string[];
}

/** How a trigger or rule is switched on again, by how it was on. */
const enable: Readonly<Record<string, string>> = { O: 'ENABLE', A: 'ENABLE ALWAYS', R: 'ENABLE REPLICA' };

/**
 * Finds what would change the rows, refuse them or act on them. `replica` tells that the session's role is replica, in
 * which only some triggers fire. Throws `restore.refused` where one would fire that the role may not switch off.
 */
export async function readGuards(session: Session, tables: readonly RowTable[], replica: boolean): Promise<Guards> {
  const oids = tables.map(({ oid }) => oid);
  const firing = await session.query<{
    schema: string;
    table: string;
    name: string;
    enabled: string;
    kind: 'TRIGGER' | 'RULE';
    owned: boolean;
  }>(triggersSql, [oids, replica ? ['A', 'R'] : ['A', 'O']]);
  const foreign = firing.filter(({ owned }) => !owned);
  if (foreign.length > 0) {
    const names = foreign.map(
      ({ kind, name, schema, table }) => `${kind.toLowerCase()} ${name} on ${displayName(schema, table)}`,
    );
    throw new CutoverError('restore.refused', `target: ${names.join(', ')} would act on the rows that are restored`, {
      hint: 'Connect as the owner of the tables or as a superuser, who may switch them off meanwhile. Nothing was changed.',
    });
  }
  const unproven = await session.query<{
    kind: 'TABLE' | 'DOMAIN';
    schema: string;
    relation: string;
    name: string;
    definition: string;
    comment: string | null;
  }>(unprovenSql, [oids]);
  const lift: string[] = [];
  const putBack: string[] = [];
  for (const { schema, table, name, kind, enabled } of firing) {
    const alter = `ALTER TABLE ${quoteQualified(schema, table)}`;
    lift.push(`${alter} DISABLE ${kind} ${quoteIdentifier(name)}`);
    putBack.push(`${alter} ${enable[enabled] ?? 'ENABLE'} ${kind} ${quoteIdentifier(name)}`);
  }
  for (const { kind, schema, relation, name, definition, comment } of unproven) {
    const on = quoteQualified(schema, relation);
    lift.push(`ALTER ${kind} ${on} DROP CONSTRAINT ${quoteIdentifier(name)}`);
    putBack.push(`ALTER ${kind} ${on} ADD CONSTRAINT ${quoteIdentifier(name)} ${definition}`);
    if (comment === null) continue;
    const owner = kind === 'DOMAIN' ? `DOMAIN ${on}` : on;
    putBack.push(`COMMENT ON CONSTRAINT ${quoteIdentifier(name)} ON ${owner} IS ${quoteLiteral(comment)}`);
  }
  return { lift, putBack };
}
