import type { Node } from 'libpg-query';
import type { Statement } from '../parse.ts';
import { alterations, constraintOf, droppedNames, nameKey, tableKey, words } from '../syntax.ts';
import type { Hit, Rule } from './types.ts';

/** Kinds of CREATE that have neither IF NOT EXISTS nor OR REPLACE, by the parser's name for them. */
const withoutForm: Readonly<Record<string, string>> = {
  CreatePolicyStmt: 'CREATE POLICY',
  CreateEnumStmt: 'CREATE TYPE',
  CompositeTypeStmt: 'CREATE TYPE',
  CreateRangeStmt: 'CREATE TYPE',
  CreateDomainStmt: 'CREATE DOMAIN',
  CreateEventTrigStmt: 'CREATE EVENT TRIGGER',
  CreatePublicationStmt: 'CREATE PUBLICATION',
  CreateSubscriptionStmt: 'CREATE SUBSCRIPTION',
  CreateRoleStmt: 'CREATE ROLE',
  CreateCastStmt: 'CREATE CAST',
  CreateConversionStmt: 'CREATE CONVERSION',
  CreateFdwStmt: 'CREATE FOREIGN DATA WRAPPER',
  CreateOpClassStmt: 'CREATE OPERATOR CLASS',
  CreateOpFamilyStmt: 'CREATE OPERATOR FAMILY',
  CreateAmStmt: 'CREATE ACCESS METHOD',
};

/** Kinds that have IF NOT EXISTS, with what they create. */
const withIfNotExists: Readonly<Record<string, string>> = {
  CreateStmt: 'TABLE',
  CreateTableAsStmt: 'TABLE',
  IndexStmt: 'INDEX',
  CreateSeqStmt: 'SEQUENCE',
  CreateSchemaStmt: 'SCHEMA',
  CreateExtensionStmt: 'EXTENSION',
  CreateForeignServerStmt: 'SERVER',
  CreateUserMappingStmt: 'USER MAPPING',
  CreateStatsStmt: 'STATISTICS',
};

/** Kinds that have OR REPLACE. */
const withReplace: Readonly<Record<string, string>> = {
  ViewStmt: 'VIEW',
  CreateFunctionStmt: 'FUNCTION',
  CreateTrigStmt: 'TRIGGER',
  RuleStmt: 'RULE',
  CreateTransformStmt: 'TRANSFORM',
};

interface Facts extends Readonly<Record<string, unknown>> {
  readonly if_not_exists?: boolean;
  readonly replace?: boolean;
  readonly isconstraint?: boolean;
}

function factsOf({ node, kind }: Statement): Facts {
  return (node as unknown as Readonly<Record<string, Facts>>)[kind] ?? {};
}

/** Objects whose name is only known with their table's. */
const ofTables: ReadonlySet<string> = new Set(['OBJECT_POLICY', 'OBJECT_TRIGGER', 'OBJECT_RULE']);
type Relation = { readonly schemaname?: string; readonly relname?: string };

/**
 * What a statement creates, by the key that a DROP … IF EXISTS in front of it has as well, see {@link droppedKeys}: two
 * tables may have policies of one name.
 */
function createdKey(facts: Facts): string | undefined {
  const relation = (facts['relation'] ?? facts['table']) as Relation | undefined;
  const table = relation?.relname === undefined ? undefined : tableKey(relation);
  for (const key of ['policy_name', 'trigname', 'rulename']) {
    const name = facts[key];
    if (typeof name === 'string') return table === undefined ? nameKey([name]) : `${table}.${name}`;
  }
  const index = facts['idxname'];
  if (typeof index === 'string') return tableKey({ ...relation, relname: index });
  for (const key of ['schemaname', 'extname', 'pubname', 'subname', 'role', 'servername', 'fdwname', 'amname']) {
    const name = facts[key];
    if (typeof name === 'string' && facts['opclassname'] === undefined) return nameKey([name]);
  }
  for (const key of ['typeName', 'domainname', 'funcname', 'defnames', 'conversion_name']) {
    if (Array.isArray(facts[key])) return nameKey(words(facts[key] as Node[]));
  }
  for (const key of ['view', 'sequence', 'typevar']) {
    const made = facts[key] as Relation | undefined;
    if (made?.relname !== undefined) return tableKey(made);
  }
  const into = (facts['into'] as { readonly rel?: Relation } | undefined)?.rel;
  return into === undefined ? table : tableKey(into);
}

function droppedKeys({ node }: Statement): string[] {
  if (!('DropStmt' in node)) return [];
  const isOfTable = ofTables.has(node.DropStmt.removeType ?? '');
  return droppedNames(node).map((names) =>
    isOfTable ? `${nameKey(names.slice(0, -1))}.${names.at(-1)}` : nameKey(names),
  );
}

/** What fails, or does something else, when this statement runs a second time. */
function* complaintsOf(statement: Statement, dropped: Set<string>): Generator<string> {
  const { node, kind } = statement;
  const facts = factsOf(statement);
  const name = createdKey(facts);
  const isGuarded = name !== undefined && dropped.has(name);
  const relation = (facts['relation'] ?? facts['sequence']) as { readonly relpersistence?: string } | undefined;
  if (relation?.relpersistence === 't' && kind !== 'IndexStmt') return;
  if (kind in withoutForm && !isGuarded) yield `${withoutForm[kind]} fails where the object is there`;
  if (kind in withIfNotExists && facts.if_not_exists !== true && !isGuarded) {
    yield `CREATE ${withIfNotExists[kind]} without IF NOT EXISTS`;
  }
  if (kind in withReplace && facts.replace !== true && !isGuarded) {
    yield facts.isconstraint === true
      ? 'CREATE CONSTRAINT TRIGGER fails where the trigger is there'
      : `CREATE ${withReplace[kind]} without OR REPLACE`;
  }
  if ('CreateForeignTableStmt' in node && node.CreateForeignTableStmt.base?.if_not_exists !== true) {
    yield 'CREATE FOREIGN TABLE without IF NOT EXISTS';
  }
  if ('DefineStmt' in node && facts.replace !== true && facts.if_not_exists !== true && !isGuarded) {
    yield 'CREATE fails where the object is there';
  }
  if ('DropStmt' in node && node.DropStmt.missing_ok !== true) yield 'DROP without IF EXISTS';
  if ('DropRoleStmt' in node && node.DropRoleStmt.missing_ok !== true) yield 'DROP ROLE without IF EXISTS';
  if ('AlterEnumStmt' in node) {
    const { newVal, oldVal, skipIfNewValExists } = node.AlterEnumStmt;
    if (oldVal !== undefined) yield 'RENAME VALUE fails the second time';
    else if (newVal !== undefined && skipIfNewValExists !== true) yield 'ADD VALUE without IF NOT EXISTS';
  }
  if ('RenameStmt' in node && !mayBeGone(node.RenameStmt.renameType, node.RenameStmt.missing_ok)) {
    yield 'RENAME fails the second time';
  }
  if (
    'AlterObjectSchemaStmt' in node &&
    !mayBeGone(node.AlterObjectSchemaStmt.objectType, node.AlterObjectSchemaStmt.missing_ok)
  ) {
    yield 'SET SCHEMA fails the second time';
  }
  if ('AlterPublicationStmt' in node && node.AlterPublicationStmt.action !== 'AP_SetObjects') {
    yield 'ADD TABLE and DROP TABLE of a publication fail the second time';
  }
  if ('InsertStmt' in node && node.InsertStmt.onConflictClause === undefined) {
    const { selectStmt } = node.InsertStmt;
    const isConditional = selectStmt !== undefined && 'SelectStmt' in selectStmt && selectStmt.SelectStmt.whereClause;
    if (!isConditional) yield 'INSERT without ON CONFLICT adds its rows once more';
  }
  yield* alterComplaints(statement, dropped);
}

/** `ALTER TABLE IF EXISTS old RENAME TO new`: the second time there is nothing of the old name. */
function mayBeGone(type: string | undefined, isOptional: boolean | undefined): boolean {
  return isOptional === true && relations.has(type ?? '');
}

const relations: ReadonlySet<string> = new Set([
  'OBJECT_FOREIGN_TABLE',
  'OBJECT_INDEX',
  'OBJECT_MATVIEW',
  'OBJECT_SEQUENCE',
  'OBJECT_TABLE',
  'OBJECT_VIEW',
]);

function* alterComplaints(statement: Statement, dropped: Set<string>): Generator<string> {
  const { table, commands } = alterations(statement);
  for (const command of commands) {
    switch (command.subtype) {
      case 'AT_AddColumn':
        if (command.missing_ok !== true) yield 'ADD COLUMN without IF NOT EXISTS';
        break;
      case 'AT_DropColumn':
        if (command.missing_ok !== true) yield 'DROP COLUMN without IF EXISTS';
        break;
      case 'AT_DropConstraint':
        if (command.missing_ok !== true) yield 'DROP CONSTRAINT without IF EXISTS';
        break;
      case 'AT_AddConstraint': {
        const name = constraintOf(command)?.conname;
        if (name === undefined) yield 'ADD CONSTRAINT without a name makes another one each time';
        else if (!dropped.has(`${table}.${name}`)) yield 'ADD CONSTRAINT fails where the constraint is there';
        break;
      }
      case 'AT_AttachPartition':
        yield 'ATTACH PARTITION fails the second time';
        break;
      case 'AT_DetachPartition':
        yield 'DETACH PARTITION fails the second time';
        break;
      case 'AT_AddIdentity':
        yield 'ADD GENERATED AS IDENTITY fails the second time';
        break;
      default:
    }
  }
}

/** What this statement drops where it is there: a CREATE of the same name behind it may then run twice. */
function noteDropped(statement: Statement, dropped: Set<string>): void {
  const { node } = statement;
  if ('DropStmt' in node && node.DropStmt.missing_ok === true) {
    for (const key of droppedKeys(statement)) dropped.add(key);
  }
  if ('DropRoleStmt' in node && node.DropRoleStmt.missing_ok === true) {
    for (const role of node.DropRoleStmt.roles ?? []) {
      if ('RoleSpec' in role) dropped.add(nameKey([role.RoleSpec.rolename ?? '']));
    }
  }
  const { table, commands } = alterations(statement);
  for (const { subtype, missing_ok, name } of commands) {
    if (subtype === 'AT_DropConstraint' && missing_ok === true) dropped.add(`${table}.${name}`);
  }
}

export const notIdempotent: Rule = {
  id: 'not-idempotent',
  title: 'may not run twice',
  reason: 'A file that was applied by half, or by hand, is applied again: what is there already must not stop it.',
  safer:
    'IF NOT EXISTS, IF EXISTS, OR REPLACE, ON CONFLICT; where there is no such form, DROP … IF EXISTS in front, or a DO block that looks first; or "-- Idempotent: no, REASON" in the header.',
  *check({ document }): Generator<Hit> {
    if (document.header.onceOnly !== undefined) return;
    const dropped = new Set<string>();
    for (const statement of document.change) {
      for (const message of complaintsOf(statement, dropped))
        yield { line: statement.line, severity: 'warning', message };
      noteDropped(statement, dropped);
    }
  },
};
