import { displayName, quoteQualified } from '../postgres/identifiers.ts';
import type { Session } from '../postgres/session.ts';
import type { Inventory, Table } from './types.ts';

/** What may fire for rows that come or go. */
export interface Guard {
  /** The table's key. */
  readonly table: string;
  readonly kind: 'TRIGGER' | 'RULE';
  readonly name: string;
  /** `O` origin, `R` replica, `A` always, `D` disabled. [pg_trigger.tgenabled, pg_rewrite.ev_enabled] */
  readonly enabled: string;
}

/** What a schema that stays has beside its inventory, as far as a run must know it to bring rows in and out again. */
export interface OwnSchemaFacts {
  readonly guards: readonly Guard[];
  /** `schema.index` of indexes that something else than a foreign key needs: a view that groups by a key, say. */
  readonly pinned: ReadonlySet<string>;
  /** `schema.index` of indexes that foreign keys need. */
  readonly referred: ReadonlySet<string>;
  /** Keys of tables that hold rows. */
  readonly filled: ReadonlySet<string>;
  /** Keys of tables that the role does not own. */
  readonly foreign: ReadonlySet<string>;
  /** Foreign keys of tables elsewhere that refer to one of these tables, in an operator's words. */
  readonly outsideKeys: readonly { readonly name: string; readonly references: string }[];
}

/** Triggers of users, those that partitions have from their parents included; not what keys and unique keys are made of. */
const triggersSql = `
  SELECT t.tgrelid AS oid, 'TRIGGER' AS kind, t.tgname AS name, t.tgenabled::text AS enabled
  FROM pg_catalog.pg_trigger t
  LEFT JOIN pg_catalog.pg_constraint c ON c.oid = t.tgconstraint
  WHERE t.tgrelid = ANY ($1::oid[]) AND (t.tgconstraint = 0 OR c.contype = 't')
  UNION ALL
  SELECT r.ev_class, 'RULE', r.rulename, r.ev_enabled::text
  FROM pg_catalog.pg_rewrite r WHERE r.ev_class = ANY ($1::oid[]) AND r.ev_type IN ('3', '4')
  ORDER BY 1, 2, 3`;

/** `$1` is tables' oids. A dependency of kind n is one that DROP refuses to break. */
const dependentsSql = `
  SELECT n.nspname AS schema, i.relname AS name, bool_or(k.contype = 'f') AS referred,
    bool_or(k.contype IS DISTINCT FROM 'f') AS pinned
  FROM pg_catalog.pg_index x
  JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = i.relnamespace
  LEFT JOIN pg_catalog.pg_constraint own ON own.conindid = x.indexrelid AND own.conrelid = x.indrelid
    AND own.contype IN ('p', 'u', 'x')
  JOIN pg_catalog.pg_depend d ON d.deptype = 'n' AND (
    (d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid = x.indexrelid)
    OR (d.refclassid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND d.refobjid = own.oid))
  LEFT JOIN pg_catalog.pg_constraint k
    ON d.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND k.oid = d.objid
  WHERE x.indrelid = ANY ($1::oid[])
  GROUP BY 1, 2`;

const foreignSql = `
  SELECT c.oid FROM pg_catalog.pg_class c
  WHERE c.oid = ANY ($1::oid[]) AND NOT pg_catalog.pg_has_role(c.relowner, 'USAGE')`;

const outsideKeysSql = `
  SELECT k.conname || ' of ' || n.nspname || '.' || c.relname AS name, fn.nspname || '.' || f.relname AS references
  FROM pg_catalog.pg_constraint k
  JOIN pg_catalog.pg_class c ON c.oid = k.conrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_class f ON f.oid = k.confrelid JOIN pg_catalog.pg_namespace fn ON fn.oid = f.relnamespace
  WHERE k.contype = 'f' AND k.conparentid = 0 AND k.confrelid = ANY ($1::oid[]) AND k.conrelid <> ALL ($1::oid[])
  ORDER BY 1`;

/** Tables that one statement looks into. */
const atOnce = 200;

/** Reads what a target's own schema is made of beside `own`, its inventory. Throws CutoverError. */
export async function readOwnSchemaFacts(session: Session, own: Inventory): Promise<OwnSchemaFacts> {
  const oids = own.tables.map(({ oid }) => oid);
  const keys = new Map(own.tables.map(({ oid, key }) => [oid, key]));
  const guards = await session.query<{ oid: number; kind: Guard['kind']; name: string; enabled: string }>(triggersSql, [
    oids,
  ]);
  const dependents = await session.query<{ schema: string; name: string; referred: boolean; pinned: boolean }>(
    dependentsSql,
    [oids],
  );
  const named = (rows: readonly { readonly schema: string; readonly name: string }[]): ReadonlySet<string> =>
    new Set(rows.map(({ schema, name }) => displayName(schema, name)));
  const foreign = await session.query<{ oid: number }>(foreignSql, [oids]);
  return {
    guards: guards.map(({ oid, ...guard }) => ({ ...guard, table: keys.get(oid) ?? '' })),
    pinned: named(dependents.filter(({ pinned }) => pinned)),
    referred: named(dependents.filter(({ referred }) => referred)),
    filled: await readFilled(session, own.tables),
    foreign: new Set(foreign.map(({ oid }) => keys.get(oid) ?? '')),
    outsideKeys: await session.query<{ name: string; references: string }>(outsideKeysSql, [oids]),
  };
}

/** A table without a page has no row; the others are asked. */
async function readFilled(session: Session, tables: readonly Table[]): Promise<ReadonlySet<string>> {
  const candidates = tables.filter(({ kind, pages }) => kind === 'table' && pages > 0);
  const filled = new Set<string>();
  for (let start = 0; start < candidates.length; start += atOnce) {
    const portion = candidates.slice(start, start + atOnce);
    const rows = await session.query<{ index: number }>(
      portion
        .map(({ schema, name, where }, index) => {
          const condition = where === undefined ? '' : ` WHERE ${where}`;
          return `SELECT ${index} AS index WHERE EXISTS (SELECT FROM ONLY ${quoteQualified(schema, name)}${condition})`;
        })
        .join('\nUNION ALL '),
    );
    for (const { index } of rows) filled.add(portion[index]?.key ?? '');
  }
  return filled;
}
