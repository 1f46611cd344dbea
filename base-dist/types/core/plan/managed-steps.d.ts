import type { LeftOut } from '../supabase/carried-source.ts';
import type { ManagedObject } from '../supabase/objects.ts';
import type { Scope } from '../supabase/scope.ts';
import type { Inventory, Table } from '../inventory/types.ts';
import type { Step } from './types.ts';
/** What the project has in the schemas of Supabase's services, on each end. */
export interface ManagedFacts {
    readonly source: readonly ManagedObject[];
    readonly target: readonly ManagedObject[];
}
/** The schemas of services in which the project's objects are replaced by the source's. */
export declare function objectSchemas(scope: Scope): readonly string[];
/** The source's objects that the run makes on the target, and those that it cannot. Pure. */
export declare function carriedObjects(facts: ManagedFacts, target: {
    readonly tables: readonly {
        readonly key: string;
    }[];
    readonly schemas: readonly {
        readonly name: string;
    }[];
}, scope: Scope): {
    readonly carried: readonly ManagedObject[];
    readonly leftOut: readonly LeftOut[];
};
/**
 * What is in the way in tables that the services own: the target's former project's triggers and policies go, and come
 * back with a rollback; rows are copied aside and deleted. Their schemas cannot be renamed.
 */
export declare function setAsideManaged(input: {
    readonly runId: string;
    readonly source: Inventory;
    readonly target: Inventory;
    readonly scope: Scope;
    readonly facts: ManagedFacts;
    readonly replica: boolean;
}): Step[];
/** A sequence, and the table that keeps where it stands. Both are quoted. */
interface Kept {
    readonly own: string;
    readonly copy: string;
}
export declare function keptPosition({ own, copy }: Kept): string;
export declare function positionAgain({ own, copy }: Kept): string;
/** In the order in which they were copied, so that a dump shows them as it did before. */
export declare function restoredRows(table: Table, own: string, copy: string): string;
/** The target's tables that rows are copied into, and those that refer to them, whose rows would be left hanging. */
export declare function tablesToEmpty(schema: string, source: Inventory, target: Inventory): Table[];
/**
 * Copies into tables that the target owns: without its triggers and foreign keys where the role may switch them off,
 * else in an order that satisfies the keys. Pure.
 */
export declare function orderRowCopies(copies: ReadonlyMap<string, readonly Step[]>, tables: readonly Table[], replica: boolean): Map<string, Step[]>;
/** The project's objects on tables of the services: after the rows, so that nothing fires for them. */
export declare function managedObjectSteps(objects: readonly ManagedObject[], after: readonly string[]): Step[];
export {};
