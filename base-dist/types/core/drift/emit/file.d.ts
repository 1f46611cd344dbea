import type { SchemaModel, TruthName } from '../model.ts';
import type { Difference } from '../drift.ts';
import { type SqlPlan } from './plan.ts';
/** Text of statements; what would lose something is commented out, with the reason. Pure. */
export declare function statementsText({ statements, byHand }: SqlPlan): string;
/** The SQL that ends one difference, for each of the two sides that SQL can be run on. Pure. */
export declare function differenceSql({ pair }: Difference, models: readonly SchemaModel[]): {
    readonly on: TruthName;
    readonly toward: TruthName;
    readonly text: string;
}[];
export interface Emission {
    /** The migration: made like `toward`. */
    readonly text: string;
    /** Its way back. */
    readonly rollback: string;
    readonly on: TruthName;
    readonly toward: TruthName;
    readonly statements: number;
    readonly commentedOut: number;
}
/** The migration that makes one source of truth like another, and its way back. Pure. */
export declare function emitMigration(on: SchemaModel, toward: SchemaModel, at: Date): Emission;
/** Writes an emission into a migration folder, planned, with its way back. Gives the paths. Throws CutoverError. */
export declare function writeEmission(root: string, emission: Emission, at: Date): Promise<{
    path: string;
    rollbackPath: string;
}>;
/** Which of several the SQL is for: the one that a migration most likely has to catch up. Prisma's is no SQL. */
export declare function emissionBase(models: readonly SchemaModel[], toward: TruthName): SchemaModel | undefined;
