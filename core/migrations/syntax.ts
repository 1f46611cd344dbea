import type { AlterTableCmd, ColumnDef, Constraint, Node, RangeVar } from 'libpg-query';
import type { Statement } from './parse.ts';

/** A table's key: `schema.name`; `public` where the statement names no schema. */
export function tableKey(relation: Pick<RangeVar, 'schemaname' | 'relname'> | undefined): string {
  return relation === undefined ? '' : `${relation.schemaname ?? 'public'}.${relation.relname ?? ''}`;
}

/** The words of a list of names: `["public", "orders"]`. */
export function words(nodes: readonly Node[] | undefined): string[] {
  return (nodes ?? []).flatMap((node) => ('String' in node ? [node.String.sval ?? ''] : []));
}

/** A key of a name in words, as {@link tableKey}. */
export function nameKey(names: readonly string[]): string {
  return names.length > 1 ? names.slice(-2).join('.') : `public.${names[0] ?? ''}`;
}

/** Calls `see` with every object below `value`, by the key that it stands under: of a node that is its kind. */
export function visit(value: unknown, see: (kind: string, node: Readonly<Record<string, unknown>>) => void): void {
  if (Array.isArray(value)) {
    for (const each of value) visit(each, see);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, below] of Object.entries(value)) {
    if (typeof below !== 'object' || below === null) continue;
    if (!Array.isArray(below)) see(key, below as Readonly<Record<string, unknown>>);
    visit(below, see);
  }
}

/** What a statement of ALTER TABLE does to one table, part by part; empty for every other statement. */
export function alterations(statement: Statement): { readonly table: string; readonly commands: AlterTableCmd[] } {
  const { node } = statement;
  if (!('AlterTableStmt' in node)) return { table: '', commands: [] };
  const { relation, cmds = [], objtype } = node.AlterTableStmt;
  if (objtype !== 'OBJECT_TABLE') return { table: '', commands: [] };
  return {
    table: tableKey(relation),
    commands: cmds.flatMap((each) => ('AlterTableCmd' in each ? [each.AlterTableCmd] : [])),
  };
}

/** The constraint that an `AT_AddConstraint` adds. */
export function constraintOf(command: AlterTableCmd): Constraint | undefined {
  return command.def !== undefined && 'Constraint' in command.def ? command.def.Constraint : undefined;
}

/** The column that an `AT_AddColumn` or `AT_AlterColumnType` is about. */
export function columnOf(command: AlterTableCmd): ColumnDef | undefined {
  return command.def !== undefined && 'ColumnDef' in command.def ? command.def.ColumnDef : undefined;
}

/** Constraints written behind a column. */
export function columnConstraints(column: ColumnDef): Constraint[] {
  return (column.constraints ?? []).flatMap((each) => ('Constraint' in each ? [each.Constraint] : []));
}

const serials = new Set(['serial', 'serial2', 'serial4', 'serial8', 'smallserial', 'bigserial']);

/** True for the types that stand for an integer with a sequence as its default. */
export function isSerial(column: ColumnDef): boolean {
  return serials.has(words(column.typeName?.names).at(-1) ?? '');
}

/** Tables that the statements create, temporary ones too: nothing that is done to these takes long. */
export function createdTables(statements: readonly Statement[]): Set<string> {
  const keys = new Set<string>();
  for (const { node } of statements) {
    if ('CreateStmt' in node) keys.add(tableKey(node.CreateStmt.relation));
    if ('CreateTableAsStmt' in node) keys.add(tableKey(node.CreateTableAsStmt.into?.rel));
    if ('SelectStmt' in node && node.SelectStmt.intoClause) keys.add(tableKey(node.SelectStmt.intoClause.rel));
    if ('CreateForeignTableStmt' in node) keys.add(tableKey(node.CreateForeignTableStmt.base?.relation));
  }
  keys.delete('');
  return keys;
}

/** Tables whose rows or definition the statements change, without those that they create. */
export function changedTables(statements: readonly Statement[]): Set<string> {
  const keys = new Set<string>();
  for (const { node } of statements) {
    if ('AlterTableStmt' in node && node.AlterTableStmt.objtype === 'OBJECT_TABLE')
      keys.add(tableKey(node.AlterTableStmt.relation));
    if ('RenameStmt' in node && node.RenameStmt.relation && tableRenames.has(node.RenameStmt.renameType ?? '')) {
      keys.add(tableKey(node.RenameStmt.relation));
    }
    if ('DropStmt' in node && node.DropStmt.removeType === 'OBJECT_TABLE')
      for (const names of droppedNames(node)) keys.add(nameKey(names));
    if ('TruncateStmt' in node) {
      for (const each of node.TruncateStmt.relations ?? []) if ('RangeVar' in each) keys.add(tableKey(each.RangeVar));
    }
    visit(node, (kind, below) => {
      if (kind === 'UpdateStmt' || kind === 'DeleteStmt' || kind === 'InsertStmt' || kind === 'MergeStmt') {
        keys.add(tableKey(below['relation'] as RangeVar | undefined));
      }
    });
  }
  keys.delete('');
  const created = createdTables(statements);
  return new Set([...keys].filter((key) => !created.has(key)));
}

const tableRenames: ReadonlySet<string> = new Set(['OBJECT_TABLE', 'OBJECT_COLUMN', 'OBJECT_TABCONSTRAINT']);

/** The names that a DROP drops, each in words; policies, triggers and rules have their table's in front. */
export function droppedNames(node: Node): string[][] {
  if (!('DropStmt' in node)) return [];
  return (node.DropStmt.objects ?? []).map((object) => {
    if ('List' in object) return words(object.List.items);
    if ('ObjectWithArgs' in object) return words(object.ObjectWithArgs.objname);
    if ('TypeName' in object) return words(object.TypeName.names);
    return words([object]);
  });
}
