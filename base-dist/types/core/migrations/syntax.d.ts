import type { AlterTableCmd, ColumnDef, Constraint, Node, RangeVar } from 'libpg-query';
import type { Statement } from './parse.ts';
/** A table's key: `schema.name`; `public` where the statement names no schema. */
export declare function tableKey(relation: Pick<RangeVar, 'schemaname' | 'relname'> | undefined): string;
/** The words of a list of names: `["public", "orders"]`. */
export declare function words(nodes: readonly Node[] | undefined): string[];
/** A key of a name in words, as {@link tableKey}. */
export declare function nameKey(names: readonly string[]): string;
/** Calls `see` with every object below `value`, by the key that it stands under: of a node that is its kind. */
export declare function visit(value: unknown, see: (kind: string, node: Readonly<Record<string, unknown>>) => void): void;
/** What a statement of ALTER TABLE does to one table, part by part; empty for every other statement. */
export declare function alterations(statement: Statement): {
    readonly table: string;
    readonly commands: AlterTableCmd[];
};
/** The constraint that an `AT_AddConstraint` adds. */
export declare function constraintOf(command: AlterTableCmd): Constraint | undefined;
/** The column that an `AT_AddColumn` or `AT_AlterColumnType` is about. */
export declare function columnOf(command: AlterTableCmd): ColumnDef | undefined;
/** Constraints written behind a column. */
export declare function columnConstraints(column: ColumnDef): Constraint[];
/** True for the types that stand for an integer with a sequence as its default. */
export declare function isSerial(column: ColumnDef): boolean;
/** Tables that the statements create, temporary ones too: nothing that is done to these takes long. */
export declare function createdTables(statements: readonly Statement[]): Set<string>;
/** Tables whose rows or definition the statements change, without those that they create. */
export declare function changedTables(statements: readonly Statement[]): Set<string>;
/** The names that a DROP drops, each in words; policies, triggers and rules have their table's in front. */
export declare function droppedNames(node: Node): string[][];
