import type { Statement } from '../parse.ts';
import { alterations, columnConstraints, columnOf, constraintOf, droppedNames, isSerial, visit } from '../syntax.ts';
import type { Hit, Rule } from './types.ts';

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
    const recreated = createdAgain(document.change);
    for (const statement of document.change) {
      if (
        'DropStmt' in statement.node &&
        droppedNames(statement.node).every((names) => recreated.has(names.at(-1) ?? ''))
      )
        continue;
      for (const message of breaks(statement, fresh)) yield { line: statement.line, severity: 'error', message };
    }
  },
};

/** Views and routines that the file makes: a DROP of the same name in front of it only makes room. */
function createdAgain(statements: readonly Statement[]): Set<string> {
  const names = new Set<string>();
  for (const { node } of statements) {
    if ('ViewStmt' in node) names.add(node.ViewStmt.view?.relname ?? '');
    if ('CreateFunctionStmt' in node) {
      const last = node.CreateFunctionStmt.funcname?.at(-1);
      if (last !== undefined && 'String' in last) names.add(last.String.sval ?? '');
    }
  }
  return names;
}
