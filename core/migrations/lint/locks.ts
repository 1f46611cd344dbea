import type { AlterTableCmd, Node, ReindexStmt, TypeName } from 'libpg-query';
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
import { weighTable } from './sizes.ts';
import type { Hit, Rule, RuleContext } from './types.ts';

/** Long work on a table under a lock that keeps writers out. */
interface Work {
  readonly table: string;
  readonly what: string;
}

const tableConstraints: Readonly<Record<string, string>> = {
  CONSTR_CHECK: 'ADD CHECK reads every row',
  CONSTR_NOTNULL: 'ADD NOT NULL reads every row',
  CONSTR_FOREIGN: 'ADD FOREIGN KEY reads every row',
  CONSTR_PRIMARY: 'ADD PRIMARY KEY builds an index',
  CONSTR_UNIQUE: 'ADD UNIQUE builds an index',
  CONSTR_EXCLUSION: 'ADD EXCLUDE builds an index',
};
const columnWork: ReadonlySet<string> = new Set(['CONSTR_CHECK', 'CONSTR_PRIMARY', 'CONSTR_UNIQUE']);

/** LOCK TABLE modes from SHARE on keep writers out. [lockdefs.h] */
const shareLock = 5;

/** What the statements so far have said of constraints. Keys begin with the table's. */
interface Known {
  /** Added without a look at the rows, with the columns that they keep from being NULL. */
  readonly unvalidated: Map<string, readonly string[]>;
  /** Columns that every row is known to have a value in: SET NOT NULL need not look. */
  readonly filled: Set<string>;
}

/** Stands for every column of a table: a constraint of an earlier file was validated, and nobody knows what it says. */
const anyColumn = '*';

function* alterWork(statement: Statement, { unvalidated, filled }: Known): Generator<Work> {
  const { table, commands } = alterations(statement);
  for (const command of commands) {
    const isFilled = [command.name ?? '', anyColumn].some((column) => filled.has(`${table} ${column}`));
    if (command.subtype === 'AT_SetNotNull' && !isFilled) {
      yield { table, what: `SET NOT NULL of ${command.name} reads every row` };
    }
    if (command.subtype === 'AT_AddConstraint') {
      const constraint = constraintOf(command);
      const what = tableConstraints[constraint?.contype ?? ''];
      if (what !== undefined && constraint?.skip_validation !== true && constraint?.indexname === undefined)
        yield { table, what };
    }
    if (command.subtype === 'AT_ValidateConstraint' && unvalidated.has(`${table} ${command.name}`)) {
      yield { table, what: `VALIDATE of ${command.name} in the transaction that added it` };
    }
    if (command.subtype === 'AT_AttachPartition' && command.def && 'PartitionCmd' in command.def) {
      // The partition is read, and locked for it; its new parent may be as empty as it likes.
      yield { table: tableKey(command.def.PartitionCmd.name), what: 'ATTACH PARTITION reads every row' };
    }
    yield* columnWorkOf(table, command);
  }
}

function* columnWorkOf(table: string, command: AlterTableCmd): Generator<Work> {
  const column = command.subtype === 'AT_AddColumn' ? columnOf(command) : undefined;
  const constraints = column === undefined ? [] : columnConstraints(column);
  const hasDefault = constraints.some(({ contype }) => contype === 'CONSTR_DEFAULT');
  for (const { contype = '' } of constraints) {
    // A new column that is NULL everywhere refers to nothing. [transformAlterTableStmt, parse_utilcmd.c]
    const isWork = columnWork.has(contype) || (contype === 'CONSTR_FOREIGN' && hasDefault);
    if (isWork) yield { table, what: `column ${column?.colname}: ${tableConstraints[contype]}` };
  }
}

function* longWork(statement: Statement, known: Known): Generator<Work> {
  const { node } = statement;
  yield* alterWork(statement, known);
  if ('RefreshMatViewStmt' in node && !node.RefreshMatViewStmt.concurrent && !node.RefreshMatViewStmt.skipData) {
    yield { table: tableKey(node.RefreshMatViewStmt.relation), what: 'REFRESH keeps readers out, too,' };
  }
  if ('LockStmt' in node && (node.LockStmt.mode ?? 0) >= shareLock) {
    for (const each of node.LockStmt.relations ?? []) {
      if ('RangeVar' in each) yield { table: tableKey(each.RangeVar), what: 'LOCK TABLE' };
    }
  }
  const rows: Work[] = [];
  visit(node, (kind, below) => {
    if ((kind !== 'UpdateStmt' && kind !== 'DeleteStmt') || below['whereClause'] !== undefined) return;
    const word = kind === 'UpdateStmt' ? 'UPDATE' : 'DELETE';
    rows.push({
      table: tableKey(below['relation'] as { relname?: string }),
      what: `${word} of every row locks all of them`,
    });
  });
  yield* rows;
}

function noteConstraints(statement: Statement, { unvalidated, filled }: Known): void {
  const { table, commands } = alterations(statement);
  for (const command of commands) {
    const constraint = command.subtype === 'AT_AddConstraint' ? constraintOf(command) : undefined;
    const columns = constraint?.contype === 'CONSTR_CHECK' ? neverNull(constraint.raw_expr) : [];
    if (constraint?.skip_validation === true) unvalidated.set(`${table} ${constraint.conname ?? ''}`, columns);
    else for (const column of columns) filled.add(`${table} ${column}`);
    if (command.subtype !== 'AT_ValidateConstraint') continue;
    const validated = unvalidated.get(`${table} ${command.name}`) ?? [anyColumn];
    for (const column of validated) filled.add(`${table} ${column}`);
  }
}

/** The columns that a condition says have a value, where all of it must be true: `a IS NOT NULL AND …`. */
function neverNull(condition: Node | undefined): string[] {
  if (condition === undefined) return [];
  if ('BoolExpr' in condition && condition.BoolExpr.boolop === 'AND_EXPR') {
    return (condition.BoolExpr.args ?? []).flatMap(neverNull);
  }
  if (!('NullTest' in condition) || condition.NullTest.nulltesttype !== 'IS_NOT_NULL') return [];
  const { arg } = condition.NullTest;
  return arg !== undefined && 'ColumnRef' in arg ? words(arg.ColumnRef.fields).slice(-1) : [];
}

function* weigh(context: RuleContext, line: number, work: Iterable<Work>): Generator<Hit> {
  for (const { table, what } of work) {
    const weight = weighTable(context, table);
    if (weight !== undefined) yield { line, severity: weight.severity, message: `${what}, on ${weight.words}` };
  }
}

export const blocksWrites: Rule = {
  id: 'blocks-writes',
  title: 'keeps writers out of a large table',
  reason: 'Until its transaction ends nobody can write to the table, and behind who waits nobody can read.',
  safer:
    'ADD … NOT VALID, and VALIDATE CONSTRAINT in a later migration; SET NOT NULL after a validated CHECK (… IS NOT NULL); UNIQUE by an index built CONCURRENTLY and ADD CONSTRAINT … USING INDEX; REFRESH … CONCURRENTLY; rows in batches.',
  *check(context): Generator<Hit> {
    const known: Known = { unvalidated: new Map(), filled: new Set() };
    for (const statement of context.document.change) {
      yield* weigh(context, statement.line, longWork(statement, known));
      noteConstraints(statement, known);
    }
  },
};

export const indexNotConcurrent: Rule = {
  id: 'index-not-concurrent',
  title: 'an index that is not built concurrently',
  reason: 'CREATE INDEX keeps writers out of the table for as long as it is built.',
  safer: 'CREATE INDEX CONCURRENTLY IF NOT EXISTS, DROP INDEX CONCURRENTLY, REINDEX CONCURRENTLY, alone in a file.',
  *check(context): Generator<Hit> {
    for (const { node, line } of context.document.change) {
      if ('IndexStmt' in node && !node.IndexStmt.concurrent) {
        const table = tableKey(node.IndexStmt.relation);
        // On a partitioned table there is no other form: ONLY, and each partition's own, take its place.
        const size = context.catalog?.tables.get(table);
        if (size?.partitioned === true && node.IndexStmt.relation?.inh !== true) continue;
        yield* weigh(context, line, [{ table, what: `CREATE INDEX ${node.IndexStmt.idxname ?? ''}`.trim() }]);
      }
      if ('ReindexStmt' in node && !isConcurrent(node.ReindexStmt)) {
        const { kind, relation, name } = node.ReindexStmt;
        if (kind === 'REINDEX_OBJECT_TABLE') {
          yield* weigh(context, line, [{ table: tableKey(relation), what: 'REINDEX' }]);
        } else {
          // Of which table an index is, and what is in a schema, the file does not say.
          const what = `REINDEX of ${kind === 'REINDEX_OBJECT_INDEX' ? tableKey(relation) : (name ?? 'the database')}`;
          yield {
            line,
            severity: 'warning',
            message: `${what} keeps writers out, and readers who would use the index`,
          };
        }
      }
      if ('DropStmt' in node && node.DropStmt.removeType === 'OBJECT_INDEX' && !node.DropStmt.concurrent) {
        const names = droppedNames(node).map(nameKey).join(', ');
        yield {
          line,
          severity: 'warning',
          message: `DROP INDEX ${names} waits for every reader of its table, and all others behind it`,
        };
      }
    }
  },
};

function isConcurrent({ params = [] }: ReindexStmt): boolean {
  return params.some((each) => 'DefElem' in each && each.DefElem.defname === 'concurrently');
}

/** Functions whose result is one value for a whole statement: a default of these is written once, into the catalog. */
const steadyFunctions: ReadonlySet<string> = new Set([
  'now',
  'transaction_timestamp',
  'statement_timestamp',
  'current_database',
  'current_setting',
  'to_jsonb',
  'jsonb_build_object',
  'jsonb_build_array',
  'lower',
  'upper',
  'coalesce',
  'make_interval',
  'uuid_nil',
  'timezone',
  'date_trunc',
  'uid',
]);

function* rewrites(statement: Statement, { catalog }: RuleContext): Generator<Work> {
  const { node } = statement;
  const { table, commands } = alterations(statement);
  for (const command of commands) {
    const column = columnOf(command);
    switch (command.subtype) {
      case 'AT_AlterColumnType': {
        const now = catalog?.columns.get(`${table}.${command.name}`)?.type;
        const wanted = typeText(column?.typeName);
        // Under another collation the rows stay, and the indexes are built anew.
        const isMore = column?.raw_default !== undefined || column?.collClause !== undefined;
        if (now !== undefined && !isMore && keepsRows(now, wanted)) break;
        const from = now === undefined ? '' : ` from ${now}`;
        yield { table, what: `the type of ${command.name} changes${from}: every row is written anew` };
        break;
      }
      case 'AT_AddColumn': {
        const what = column === undefined ? undefined : columnRewrite(column);
        if (what !== undefined) yield { table, what: `column ${column?.colname}: ${what} writes every row anew` };
        break;
      }
      case 'AT_SetLogged':
      case 'AT_SetUnLogged':
        yield { table, what: 'SET LOGGED or UNLOGGED writes every row anew' };
        break;
      case 'AT_SetAccessMethod':
      case 'AT_SetTableSpace':
        yield { table, what: 'SET TABLESPACE or ACCESS METHOD writes every row anew' };
        break;
      case 'AT_SetExpression':
        yield { table, what: `a new expression of ${command.name} writes every row anew` };
        break;
      default:
    }
  }
  if ('ClusterStmt' in node && node.ClusterStmt.relation)
    yield { table: tableKey(node.ClusterStmt.relation), what: 'CLUSTER' };
  if (
    'VacuumStmt' in node &&
    (node.VacuumStmt.options ?? []).some((each) => 'DefElem' in each && each.DefElem.defname === 'full')
  ) {
    for (const each of node.VacuumStmt.rels ?? []) {
      if ('VacuumRelation' in each) yield { table: tableKey(each.VacuumRelation.relation), what: 'VACUUM FULL' };
    }
  }
}

function columnRewrite(column: NonNullable<ReturnType<typeof columnOf>>): string | undefined {
  if (isSerial(column)) return 'its sequence';
  for (const { contype, raw_expr, generated_kind } of columnConstraints(column)) {
    if (contype === 'CONSTR_IDENTITY') return 'its sequence';
    if (contype === 'CONSTR_GENERATED' && generated_kind !== 'v') return 'GENERATED … STORED';
    if (contype !== 'CONSTR_DEFAULT') continue;
    const calls: (readonly string[])[] = [];
    visit({ raw_expr }, (kind, below) => {
      if (kind === 'FuncCall') calls.push(words(below['funcname'] as Node[]));
    });
    const other = calls.find((names) => !isSteady(names));
    if (other !== undefined) return `a default of ${other.join('.')}(), unless that is stable,`;
  }
  return undefined;
}

/** A project may have a function of the same name in a schema of its own. */
function isSteady(names: readonly string[]): boolean {
  const [name = '', schema = 'pg_catalog'] = names.toReversed();
  return schemasOfSteady.has(schema) && steadyFunctions.has(name);
}

const schemasOfSteady: ReadonlySet<string> = new Set(['pg_catalog', 'extensions', 'auth']);

/** The new type as `format_type` prints it, for those types that {@link keepsRows} knows; the parser's name for others. */
function typeText(type: TypeName | undefined): string {
  const name = words(type?.names).at(-1) ?? '';
  if ((type?.arrayBounds ?? []).length > 0) return `${name}[]`;
  const modifiers = (type?.typmods ?? []).flatMap((each) => ('A_Const' in each ? [each.A_Const.ival?.ival ?? 0] : []));
  const long = name === 'varchar' ? 'character varying' : name;
  return modifiers.length === 0 ? long : `${long}(${modifiers.join(',')})`;
}

/** Changes of type that PostgreSQL makes in the catalog alone. [ATColumnChangeRequiresRewrite, varchar_support, numeric_support] */
function keepsRows(from: string, to: string): boolean {
  const [was, is] = [varying(from), varying(to)];
  if (was !== undefined && is !== undefined) return is >= was;
  const [few, many] = [decimals(from), decimals(to)];
  if (few !== undefined && many !== undefined) return many.scale === few.scale && many.digits >= few.digits;
  return from.startsWith('numeric(') && to === 'numeric';
}

function decimals(type: string): { readonly digits: number; readonly scale: number } | undefined {
  const [, digits, scale = '0'] = /^numeric\((\d+)(?:,(\d+))?\)$/.exec(type) ?? [];
  return digits === undefined ? undefined : { digits: Number(digits), scale: Number(scale) };
}

/** The length that a text type holds at most; undefined for other types. */
function varying(type: string): number | undefined {
  if (type === 'text' || type === 'character varying') return Number.POSITIVE_INFINITY;
  const [, length] = /^character varying\((\d+)\)$/.exec(type) ?? [];
  return length === undefined ? undefined : Number(length);
}

export const rewritesTable: Rule = {
  id: 'type-rewrite',
  title: 'writes a table anew',
  reason: 'The whole table and its indexes are written once more while nobody can read or write it.',
  safer:
    'A new column of the new type, filled in batches, kept in step by a trigger, and swapped by name; a constant DEFAULT; a value set behind the ADD COLUMN in batches.',
  *check(context): Generator<Hit> {
    for (const statement of context.document.change)
      yield* weigh(context, statement.line, rewrites(statement, context));
  },
};
