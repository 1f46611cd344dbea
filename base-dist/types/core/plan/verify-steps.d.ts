import type { Inventory, Table } from '../inventory/types.ts';
import type { RewrittenColumn, Step } from './types.ts';
/** Tables whose rows are compared together, because the target has them in one; mostly each by itself. */
export declare function comparedTogether(tables: readonly Table[]): (readonly [Table, ...Table[]])[];
interface TableComparison {
    /** One, or several whose rows the target has in one: see {@link comparedTogether}. */
    readonly group: readonly [Table, ...Table[]];
    readonly mode: 'counts' | 'checksums';
    readonly jobs: number;
    /** Ids of the steps that bring its rows. */
    readonly needs: readonly string[];
    readonly rewrite?: readonly RewrittenColumn[] | undefined;
}
/**
 * Rows, and with `checksums` contents, of one table on both ends. The checksum is a sum over rows, so a large table is
 * summed up in parts, by as many jobs as are free, and the last step adds them up. Nothing waits for them, so they go
 * where jobs would be idle: beside other copies, and beside the table's own indexes.
 */
export declare function verifyTableSteps({ group, mode, jobs, needs, rewrite }: TableComparison): Step[];
/** Every large object of the source against the target's. */
export declare function verifyLargeObjectsStep(mode: 'counts' | 'checksums', bytes: number, needs: readonly string[]): Step;
/** A comparison of the databases as a whole: the schema's objects, the sequences, the source's quiet. */
export declare function verifyWholeStep(type: 'verify-schema' | 'verify-plans' | 'verify-foreign-keys' | 'verify-sequences' | 'verify-users' | 'verify-stack-users' | 'verify-source', needs: readonly string[]): Step;
/** The look at foreign keys, behind the comparison of the tables; none where the source has no such key. */
export declare function verifyForeignKeysSteps({ constraints }: Pick<Inventory, 'constraints'>, tables: readonly Step[], needs: readonly string[]): Step[];
/** The look at the users, behind the comparison of auth's tables; none where their rows are not moved. */
export declare function verifyUsersSteps(tables: readonly Step[], needs: readonly string[]): Step[];
export {};
