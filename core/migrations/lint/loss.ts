import type { Node, TypeName } from 'libpg-query';
import type { Statement } from '../parse.ts';
import {
  alterations,
  columnConstraints,
  columnOf,
  constraintOf,
  droppedNames,
  isSerial,
  nameKey,
  tableKey,
  visit,
  words,
} from '../syntax.ts';
import type { Hit, Rule } from './types.ts';

/** Extensions that keep what a project gives them in tables of their own, which go with them and without CASCADE. */
const extensionsWithRows: ReadonlySet<string> = new Set([
  'pg_cron',
  'pg_partman',
  'pgmq',
  'pgsodium',
  'postgis',
  'postgis_topology',
  'supabase_vault',
  'timescaledb',
]);

/** What rows or values a statement takes away. */
function* losses(statement: Statement): Generator<string> {
  const { node } = statement;
  if ('DropStmt' in node) {
    const { removeType, behavior } = node.DropStmt;
    const names = droppedNames(node)
      .map((each) => each.join('.'))
      .join(', ');
    if (removeType === 'OBJECT_TABLE') yield `DROP TABLE ${names}: its rows are gone`;
    else if (removeType === 'OBJECT_SEQUENCE') yield `DROP SEQUENCE ${names}: its count is gone`;
    else if (removeType === 'OBJECT_EXTENSION') {
      const filled = droppedNames(node).filter((each) => extensionsWithRows.has(each.join('.')));
      if (filled.length > 0) yield `DROP EXTENSION ${filled.join(', ')}: the rows of its own tables are gone`;
    }
    if (behavior === 'DROP_CASCADE') yield `CASCADE drops whatever hangs on ${names}, named nowhere`;
  }
  if ('TruncateStmt' in node) yield 'TRUNCATE: every row is gone';
  if ('DropdbStmt' in node) yield 'DROP DATABASE';
  if ('DropOwnedStmt' in node) yield 'DROP OWNED drops what it does not name';
  if ('AlterTableStmt' in node) {
    for (const each of node.AlterTableStmt.cmds ?? []) {
      if (!('AlterTableCmd' in each)) continue;
      const { subtype, name, behavior } = each.AlterTableCmd;
      if (subtype === 'AT_DropColumn') yield `DROP COLUMN ${name}: its values are gone`;
      if (behavior === 'DROP_CASCADE') yield 'CASCADE drops whatever hangs on it, named nowhere';
    }
  }
  const whole: string[] = [];
  visit(node, (kind, below) => {
    if (kind === 'DeleteStmt' && below['whereClause'] === undefined)
      whole.push('DELETE without WHERE: every row is gone');
    if (kind === 'UpdateStmt' && below['whereClause'] === undefined && below['fromClause'] === undefined) {
      whole.push('UPDATE without WHERE: what was in every row is gone');
    }
  });
  yield* whole;
}

export const destructive: Rule = {
  id: 'destructive',
  title: 'destroys data',
  reason: 'What it takes away no way back brings again, but for the backup.',
  safer:
    'Stop using it first, rename it, and drop it in a later migration; name what goes instead of CASCADE. Where it is meant: "-- cutover:allow destructive REASON".',
  *check({ document }): Generator<Hit> {
    for (const statement of document.change) {
      for (const message of losses(statement)) yield { line: statement.line, severity: 'error', message };
    }
  },
};

export const notNullWithoutDefault: Rule = {
  id: 'not-null-without-default',
  title: 'NOT NULL without a default',
  reason: 'It fails as soon as the table has a row, and so do inserts of code that does not know the column yet.',
  safer: 'Give a DEFAULT; or add the column without NOT NULL, fill it, and set NOT NULL in a later migration.',
  *check({ document, fresh }): Generator<Hit> {
    for (const statement of document.change) {
      const { table, commands } = alterations(statement);
      if (fresh.has(table)) continue;
      for (const command of commands) {
        const column = command.subtype === 'AT_AddColumn' ? columnOf(command) : undefined;
        if (column === undefined || isSerial(column)) continue;
        const kinds = new Set(columnConstraints(column).map(({ contype }) => contype));
        const isFilled = kinds.has('CONSTR_DEFAULT') || kinds.has('CONSTR_IDENTITY') || kinds.has('CONSTR_GENERATED');
        if (isFilled || !(kinds.has('CONSTR_NOTNULL') || kinds.has('CONSTR_PRIMARY'))) continue;
        const message = `column ${column.colname} of ${table} is NOT NULL and has no default`;
        yield { line: statement.line, severity: 'error', message };
      }
    }
  },
};

/** What code that runs now would stumble over. */
function* breaks(statement: Statement, fresh: ReadonlySet<string>): Generator<string> {
  const { node } = statement;
  if ('DropStmt' in node && !harmlessDrops.has(node.DropStmt.removeType ?? '')) yield 'DROP of what code may use';
  if ('RenameStmt' in node && !harmlessRenames.has(node.RenameStmt.renameType ?? ''))
    yield 'RENAME of what code may use';
  if ('AlterObjectSchemaStmt' in node) yield 'SET SCHEMA moves what code may use';
  if ('AlterEnumStmt' in node && node.AlterEnumStmt.oldVal !== undefined) yield 'RENAME VALUE of what code may use';
  if ('GrantStmt' in node && node.GrantStmt.is_grant !== true) yield 'REVOKE takes a right from code that may need it';
  if ('GrantRoleStmt' in node && node.GrantRoleStmt.is_grant !== true) {
    yield 'REVOKE takes the rights of a role from code that may need them';
  }
  const { table, commands } = alterations(statement);
  if (fresh.has(table)) return;
  for (const command of commands) {
    const constraint = constraintOf(command);
    if (command.subtype === 'AT_DropColumn') yield `column ${command.name} goes`;
    if (command.subtype === 'AT_AlterColumnType') yield `the type of ${command.name} changes`;
    if (command.subtype === 'AT_SetNotNull') yield `${command.name} takes no NULL any more`;
    if (command.subtype === 'AT_AddConstraint' && constraint?.skip_validation !== true) {
      yield 'a constraint refuses what was taken before';
    }
    const column = command.subtype === 'AT_AddColumn' ? columnOf(command) : undefined;
    if (column === undefined) continue;
    const kinds = new Set(columnConstraints(column).map(({ contype }) => contype));
    if (
      kinds.has('CONSTR_NOTNULL') &&
      !kinds.has('CONSTR_DEFAULT') &&
      !kinds.has('CONSTR_IDENTITY') &&
      !kinds.has('CONSTR_GENERATED')
    ) {
      yield `inserts without ${column.colname} fail`;
    }
  }
}

/** Their absence changes how fast or for whom something works, not whether a statement is understood. */
const harmlessDrops: ReadonlySet<string> = new Set([
  'OBJECT_INDEX',
  'OBJECT_TRIGGER',
  'OBJECT_POLICY',
  'OBJECT_RULE',
  'OBJECT_STATISTIC_EXT',
  'OBJECT_EVENT_TRIGGER',
]);
const harmlessRenames: ReadonlySet<string> = new Set([
  'OBJECT_INDEX',
  'OBJECT_TRIGGER',
  'OBJECT_POLICY',
  'OBJECT_RULE',
  'OBJECT_TABCONSTRAINT',
  'OBJECT_STATISTIC_EXT',
]);

export const breakingUnsaid: Rule = {
  id: 'breaking-comment-missing',
  title: 'breaks code, and does not say so',
  reason: 'Who deploys must know that old and new code cannot both run on it.',
  safer:
    'Write "-- BREAKING: what breaks, and who must know" into the file; or make the change in two steps that break nothing.',
  *check({ document, fresh }): Generator<Hit> {
    if (document.header.breaking.length > 0) return;
    for (const [at, statement] of document.change.entries()) {
      if (makesRoom(statement, document.change.slice(at + 1))) continue;
      for (const message of breaks(statement, fresh)) yield { line: statement.line, severity: 'error', message };
    }
  },
};

const routines: ReadonlySet<string> = new Set(['OBJECT_FUNCTION', 'OBJECT_PROCEDURE', 'OBJECT_ROUTINE']);
const views: ReadonlySet<string> = new Set(['OBJECT_VIEW', 'OBJECT_MATVIEW']);

/** True of a DROP of views or routines that are all made again behind it, to be called as before. */
function makesRoom({ node }: Statement, behind: readonly Statement[]): boolean {
  if (!('DropStmt' in node)) return false;
  const { removeType = '', objects = [] } = node.DropStmt;
  if (!views.has(removeType) && !routines.has(removeType)) return false;
  return objects.every((object) => behind.some((each) => isMadeBy(object, each.node)));
}

function isMadeBy(object: Node, node: Node): boolean {
  if ('ObjectWithArgs' in object) {
    if (!('CreateFunctionStmt' in node)) return false;
    const { objname, objargs = [], args_unspecified } = object.ObjectWithArgs;
    const { funcname, parameters = [] } = node.CreateFunctionStmt;
    if (nameKey(words(objname)) !== nameKey(words(funcname))) return false;
    const taken = parameters.flatMap((each) =>
      'FunctionParameter' in each && !givenBack.has(each.FunctionParameter.mode ?? '') ? [each.FunctionParameter] : [],
    );
    if (args_unspecified === true) return true;
    const same = objargs.every((type, at) => typeWords(type) === typeWords(taken[at]?.argType));
    // What it takes beyond must have a default, or no call of today's fits.
    return same && taken.slice(objargs.length).every(({ defexpr }) => defexpr !== undefined);
  }
  const name = 'List' in object ? nameKey(words(object.List.items)) : '';
  if ('ViewStmt' in node) return tableKey(node.ViewStmt.view) === name;
  return 'CreateTableAsStmt' in node && tableKey(node.CreateTableAsStmt.into?.rel) === name;
}

const givenBack: ReadonlySet<string> = new Set(['FUNC_PARAM_OUT', 'FUNC_PARAM_TABLE']);

/** A type as it is written, wherever that stands. */
function typeWords(type: Node | TypeName | undefined): string {
  if (type === undefined) return '';
  const name = 'TypeName' in type ? type.TypeName : (type as TypeName);
  return `${words(name.names).join('.')}${'[]'.repeat((name.arrayBounds ?? []).length)}`;
}
