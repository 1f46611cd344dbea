import { filledTable } from '../inventory/meet.ts';
import { readOwnSchemaFacts } from '../inventory/own-schema.ts';
import type { Inventory, Table } from '../inventory/types.ts';
import { leftOutTables, tablesToCopy } from '../plan/data-steps.ts';
import { setAsideName } from '../plan/names.ts';
import { tablesToClear } from '../plan/rows-aside.ts';
import { quoteIdentifier } from '../postgres/identifiers.ts';
import { keepsSchema } from './concerns.ts';
import type { Check, CheckContext, CheckVerdict } from './types.ts';
import { counted, listed, sentence, sized } from './words.ts';

const roleSql = `
  SELECT r.rolname::text AS role, r.rolsuper OR r.rolbypassrls AS "seesAll"
  FROM pg_catalog.pg_roles r WHERE r.rolname = CURRENT_USER`;

const takenSql = 'SELECT n.nspname AS name FROM pg_catalog.pg_namespace n WHERE n.nspname = ANY ($1)';

/** The target's tables that rows go into, and those that must be empty for it. */
async function ownTables(
  context: CheckContext,
): Promise<{ readonly own: Inventory; readonly filled: readonly Table[]; readonly clear: readonly Table[] }> {
  const [{ source }, own] = await Promise.all([context.carried(), context.inventory('target')]);
  const tables = tablesToCopy(source, leftOutTables(source, context.config.options));
  const keys = new Set(tables.filter((table) => !table.rowsOnly).map(filledTable));
  return { own, filled: own.tables.filter(({ key }) => keys.has(key)), clear: tablesToClear(own, keys) };
}

export const ownSchemaCheck: Check = {
  id: 'own-schema',
  title: "The target's own schema can take the rows",
  severity: 'blocker',
  asks: 'both',
  looksAt: 'the tables of the target, who owns them, and what refers to them from elsewhere',
  concerns: keepsSchema,
  async run(context): Promise<CheckVerdict> {
    const { own, filled, clear } = await ownTables(context);
    if (filled.length === 0) {
      return {
        verdict: 'fail',
        detail: "The target has none of the source's tables, so that no row could go anywhere.",
        fix: 'Make its schema first (your migrations), or leave --schema existing out: the run then makes the schema.',
      };
    }
    const session = await context.session('target');
    const [role] = await session.query<{ role: string; seesAll: boolean }>(roleSql);
    const facts = await readOwnSchemaFacts(session, own);
    const cleared = new Set([...clear, ...filled].map(({ key }) => key));
    const foreign = [...cleared].filter((key) => facts.foreign.has(key));
    const outside = facts.outsideKeys.filter(({ references }) => cleared.has(references));
    const forced = clear.filter((table) => table.rowSecurity && table.forceRowSecurity && role?.seesAll !== true);
    const name = quoteIdentifier(role?.role ?? '');
    const problems = [
      ...(foreign.length > 0
        ? [
            {
              detail: `${role?.role} does not own ${listed(foreign)}, and only an owner may take indexes and triggers off`,
              fix: `connect as the owner of the tables or a superuser, or grant the owner to ${name}`,
            },
          ]
        : []),
      ...(outside.length > 0
        ? [
            {
              detail: `tables outside of the run refer to its tables: ${listed(outside.map((key) => `${key.name} to ${key.references}`))}`,
              fix: 'drop these foreign keys for the time of the run, or add their schemas to the run',
            },
          ]
        : []),
      ...(forced.length > 0
        ? [
            {
              detail: `row security is forced on ${listed(forced.map(({ key }) => key))}, and ${role?.role} is not exempt`,
              fix: `ALTER ROLE ${name} BYPASSRLS`,
            },
          ]
        : []),
    ];
    if (problems.length > 0) {
      return {
        verdict: 'fail',
        detail: sentence(problems.map(({ detail }) => detail).join('; ')),
        fix: `On the target, ${problems.map(({ fix }) => fix).join('; ')}.`,
      };
    }
    const keys = own.constraints.filter(({ kind, inherited }) => kind === 'foreign-key' && !inherited).length;
    const how =
      context.config.options.foreignKeys === 'trust'
        ? 'foreign keys are trusted'
        : `${counted(keys, 'foreign key')} of the target are validated anew`;
    return {
      verdict: 'pass',
      detail: `${counted(filled.length, 'table')} of the target get rows; what stands on them is taken off for it and put back, and ${how}.`,
      fix: '',
    };
  },
};

export const existingRowsCheck: Check = {
  id: 'existing-rows',
  title: 'Nothing is in the way of the rows on the target',
  severity: 'blocker',
  asks: 'both',
  looksAt: 'rows in the tables of the target that are filled, and in those that refer to them',
  concerns: keepsSchema,
  async run(context): Promise<CheckVerdict> {
    const { own, clear } = await ownTables(context);
    const session = await context.session('target');
    const facts = await readOwnSchemaFacts(session, own);
    const held = clear.filter(({ key }) => facts.filled.has(key));
    if (held.length === 0) {
      return {
        verdict: 'pass',
        detail: `${counted(clear.length, 'table')} on the target, all of them empty.`,
        fix: '',
      };
    }
    const bytes = sized(held.reduce((sum, table) => sum + table.bytes, 0));
    const names = listed(held.map(({ key }) => key));
    if (context.config.options.existingRows === 'refuse') {
      return {
        verdict: 'fail',
        detail: `Rows are in ${counted(held.length, 'table')} of the target that the run fills, or that refer to such a table (${bytes}): ${names}.`,
        fix: 'Give --existing-rows set-aside: they are copied aside first, and a rollback brings them back. Or empty the tables yourself.',
      };
    }
    const asides = [...new Set(held.map(({ schema }) => setAsideName(schema, context.runId)))];
    const taken = await session.query<{ name: string }>(takenSql, [asides]);
    if (taken.length > 0) {
      const schemas = taken.map(({ name }) => name).join(', ');
      return {
        verdict: 'fail',
        detail: `The rows would be set aside in ${schemas}, which is there already.`,
        fix: `On the target, rename or drop ${schemas}.`,
      };
    }
    return {
      verdict: 'pass',
      detail: `The rows of ${counted(held.length, 'table')} (${bytes}) will be copied aside into ${asides.join(', ')}: ${names}.`,
      fix: 'Nothing of it is dropped before you finalize; a rollback brings it back.',
    };
  },
};
