import type { DefElem, Node } from 'libpg-query';
import type { Statement } from './parse.ts';

/** Why a statement cannot run in a transaction block; undefined where it can. [PreventInTransactionBlock in the source] */
export function outsideReason({ node }: Statement): string | undefined {
  if ('IndexStmt' in node && node.IndexStmt.concurrent) return 'CREATE INDEX CONCURRENTLY commits in between';
  if ('DropStmt' in node && node.DropStmt.concurrent) return 'DROP INDEX CONCURRENTLY commits in between';
  if ('ReindexStmt' in node) {
    const { kind, params } = node.ReindexStmt;
    if (isOn(params, 'concurrently')) return 'REINDEX CONCURRENTLY commits in between';
    if (kind !== 'REINDEX_OBJECT_INDEX' && kind !== 'REINDEX_OBJECT_TABLE')
      return 'REINDEX of many tables commits in between';
  }
  if ('AlterTableStmt' in node && isConcurrentDetach(node)) return 'DETACH PARTITION CONCURRENTLY commits in between';
  if ('VacuumStmt' in node && node.VacuumStmt.is_vacuumcmd) return 'VACUUM has transactions of its own';
  if ('ClusterStmt' in node && node.ClusterStmt.relation === undefined)
    return 'CLUSTER of all tables commits in between';
  if ('AlterEnumStmt' in node && node.AlterEnumStmt.newVal !== undefined && node.AlterEnumStmt.oldVal === undefined) {
    return 'a value that ALTER TYPE … ADD VALUE adds can be used only once it is committed';
  }
  if ('CreateSubscriptionStmt' in node) return 'CREATE SUBSCRIPTION makes a slot on the publisher';
  if ('DropSubscriptionStmt' in node) return 'DROP SUBSCRIPTION drops a slot on the publisher';
  if ('CreatedbStmt' in node || 'DropdbStmt' in node) return 'databases are made and dropped outside of transactions';
  if ('CreateTableSpaceStmt' in node || 'DropTableSpaceStmt' in node) {
    return 'tablespaces are made and dropped outside of transactions';
  }
  if ('AlterSystemStmt' in node) return 'ALTER SYSTEM writes a file of the server';
  return undefined;
}

function isConcurrentDetach(node: Extract<Node, { AlterTableStmt: unknown }>): boolean {
  return (node.AlterTableStmt.cmds ?? []).some((each) => {
    if (!('AlterTableCmd' in each)) return false;
    const { subtype, def } = each.AlterTableCmd;
    if (subtype !== 'AT_DetachPartition' || def === undefined || !('PartitionCmd' in def)) return false;
    return def.PartitionCmd.concurrent === true;
  });
}

function isOn(params: readonly Node[] | undefined, name: string): boolean {
  return (params ?? []).some((each) => 'DefElem' in each && isTrue(each.DefElem, name));
}

function isTrue({ defname, arg }: DefElem, name: string): boolean {
  if (defname !== name) return false;
  if (arg === undefined) return true;
  if ('String' in arg) return !['false', 'off', 'no', '0'].includes((arg.String.sval ?? '').toLowerCase());
  return !('Boolean' in arg) || arg.Boolean.boolval === true;
}

/** A statement or several, as they are run: together in one transaction, or one that cannot be in any. */
export interface Segment {
  readonly transactional: boolean;
  readonly statements: readonly Statement[];
}

/** Statements in order, cut into what can be one transaction each. One segment at most where all of it can. */
export function segmentsOf(statements: readonly Statement[]): Segment[] {
  const segments: { transactional: boolean; statements: Statement[] }[] = [];
  for (const statement of statements) {
    const transactional = outsideReason(statement) === undefined;
    const last = segments.at(-1);
    if (transactional && last?.transactional === true) last.statements.push(statement);
    else segments.push({ transactional, statements: [statement] });
  }
  return segments;
}

function transactionWord({ node }: Statement): string | undefined {
  return 'TransactionStmt' in node ? node.TransactionStmt.kind : undefined;
}

/**
 * The statements of a section without a BEGIN in front of all and a COMMIT behind all: the transaction is cutover's.
 * `stray` is the first other statement that begins or ends one, which nothing can be done about.
 */
export function withoutOwnTransaction(statements: readonly Statement[]): {
  readonly statements: readonly Statement[];
  readonly stray: Statement | undefined;
} {
  const [first, last] = [statements.at(0), statements.at(-1)];
  const begins = first === undefined ? undefined : transactionWord(first);
  const isPair =
    statements.length > 1 &&
    (begins === 'TRANS_STMT_BEGIN' || begins === 'TRANS_STMT_START') &&
    last !== undefined &&
    transactionWord(last) === 'TRANS_STMT_COMMIT';
  const inner = isPair ? statements.slice(1, -1) : statements;
  return { statements: inner, stray: inner.find((each) => transactionWord(each) !== undefined) };
}

/** What is wrong with a section that changes nothing, and what to do. */
export const changesNothing =
  'no statement that changes anything: write one, or take the comment marks off those that are meant';

/** False where no statement is active, as in a way back that is all commented out: a SET leaves nothing in the database. */
export function changesSomething(statements: readonly Statement[]): boolean {
  return withoutOwnTransaction(statements).statements.some(({ node }) => !('VariableSetStmt' in node));
}

/** True for what may stand in preconditions and verification: a SELECT, or a DO block that raises what is wrong. */
export function isCheck({ node }: Statement): boolean {
  return 'DoStmt' in node || ('SelectStmt' in node && node.SelectStmt.intoClause === undefined);
}
