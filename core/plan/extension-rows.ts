import type { Inventory, Table } from '../inventory/types.ts';
import { quoteIdentifier, quoteLiteral, quoteQualified } from '../postgres/identifiers.ts';
import { keepWritersOut } from './copy-sql.ts';
import { keptPosition, positionAgain, restoredRows } from './managed-steps.ts';
import { setAsideName } from './names.ts';
import { objectWeight } from './schema-steps.ts';
import type { Step } from './types.ts';

/** A configuration table that both ends have, as the target knows it. */
export interface ClearedTable {
  readonly extension: string;
  readonly table: Table;
  /** The source's condition: the rows that a copy deletes before it brings its own. All of them where there is none. */
  readonly where: string | undefined;
}

/**
 * The target's configuration tables of extensions whose rows copies of `tables` replace. The extension may lie in another
 * schema there, and be moved before its rows come. Pure.
 */
export function clearedTables(tables: readonly Table[], target: Inventory): ClearedTable[] {
  const own = new Map(
    target.tables.flatMap((table) =>
      table.extension !== undefined && table.kind === 'table' ? [[nameOf(table.extension, table), table]] : [],
    ),
  );
  return tables.flatMap((copied): ClearedTable[] => {
    const { extension, rowsOnly, where } = copied;
    if (extension === undefined || rowsOnly === true) return [];
    const table = own.get(nameOf(extension, copied));
    return table === undefined ? [] : [{ extension, table, where }];
  });
}

function nameOf(extension: string, { name }: { readonly name: string }): string {
  return JSON.stringify([extension, name]);
}

/**
 * Rows of extensions' configuration tables, and positions of their sequences, are copied aside and come back with a
 * rollback: the tables stay where they are, with the extension's own rows in them. While the target is as it was, so
 * that a rollback finds every table under its former name again. Pure.
 */
export function setAsideExtensionRows(input: {
  readonly runId: string;
  readonly source: Inventory;
  readonly target: Inventory;
  /** Those that are copied. */
  readonly tables: readonly Table[];
  /** Whether the role may keep triggers and foreign keys from looking at the rows. */
  readonly replica: boolean;
}): Step[] {
  const cleared = Map.groupBy(clearedTables(input.tables, input.target), ({ extension }) => extension);
  const moved = new Set(input.source.sequences.map((each) => each.extension && nameOf(each.extension, each)));
  const sequences = Map.groupBy(
    input.target.sequences.filter((each) => each.extension !== undefined && moved.has(nameOf(each.extension, each))),
    ({ extension }) => extension ?? '',
  );
  const extensions = [...new Set([...cleared.keys(), ...sequences.keys()])];
  return extensions.map((name) => asideStep(name, cleared.get(name) ?? [], sequences.get(name) ?? [], input));
}

function asideStep(
  extension: string,
  cleared: readonly ClearedTable[],
  sequences: Inventory['sequences'],
  { runId, replica }: { readonly runId: string; readonly replica: boolean },
): Step {
  const aside = setAsideName(`cutover_extension_${extension}`, runId);
  // Tables of one extension may have one name, in two schemas.
  const rows = cleared.map(({ table, where }, index) => ({
    table,
    own: quoteQualified(table.schema, table.name),
    copy: quoteQualified(aside, `rows_${index + 1}`),
    where: where ?? 'true',
  }));
  const positions = sequences.map(({ schema, name }, index) => ({
    own: quoteQualified(schema, name),
    copy: quoteQualified(aside, `position_${index + 1}`),
  }));
  const childrenFirst = rows.toSorted((a, b) => b.table.level - a.table.level);
  const clear = childrenFirst.map(({ own, where }) => `DELETE FROM ONLY ${own} WHERE ${where}`);
  const begin = replica ? ["SET LOCAL session_replication_role = 'replica'"] : [];
  const end = replica ? ['SET LOCAL session_replication_role = DEFAULT'] : [];
  return {
    id: `set-aside:extension-rows:${extension}`,
    kind: 'set-aside',
    phase: 'prepare',
    label: `set the rows of extension ${extension} aside in ${aside}`,
    needs: [],
    weight: Math.max(objectWeight, ...rows.map(({ table }) => table.bytes)),
    action: {
      type: 'sql',
      statements: [
        `CREATE SCHEMA ${quoteIdentifier(aside)}`,
        ...begin,
        ...keepWritersOut(rows.map(({ own }) => own)),
        ...rows.map(({ own, copy, where }) => `CREATE TABLE ${copy} AS SELECT * FROM ONLY ${own} WHERE ${where}`),
        ...positions.map(keptPosition),
        ...(replica || rows.length === 0 ? [] : [refusal(rows.map(({ own }) => own))]),
        ...[...rows, ...positions].map(({ own, copy }) => `COMMENT ON TABLE ${copy} IS ${quoteLiteral(`of ${own}`)}`),
        ...clear,
        ...end,
      ],
    },
    undo: [
      ...begin,
      ...clear,
      ...childrenFirst.toReversed().map(({ table, own, copy }) => restoredRows(table, own, copy)),
      ...positions.map(positionAgain),
      ...end,
      `DROP SCHEMA ${quoteIdentifier(aside)} CASCADE`,
    ],
    aside: { type: 'SCHEMA', name: aside },
  };
}

/** Fails where deleting rows would reach into other tables through a foreign key: those rows nobody has set aside. */
function refusal(tables: readonly string[]): string {
  const oids = `ARRAY[${tables.map((own) => `${quoteLiteral(own)}::pg_catalog.regclass`).join(', ')}]::pg_catalog.oid[]`;
  return `DO ${quoteLiteral(`DECLARE said pg_catalog.text; BEGIN
    SELECT pg_catalog.format('the foreign key %s of %s refers to rows that this run would delete', k.conname, k.conrelid::pg_catalog.regclass)
      INTO said FROM pg_catalog.pg_constraint k
      WHERE k.contype = 'f' AND k.confrelid = ANY (${oids}) AND k.conrelid <> ALL (${oids}) ORDER BY k.conname LIMIT 1;
    IF FOUND THEN
      RAISE EXCEPTION USING MESSAGE = said,
        HINT = 'Drop it on the target for the time of the run, or connect as a role that may set session_replication_role.';
    END IF;
  END`)}`;
}
