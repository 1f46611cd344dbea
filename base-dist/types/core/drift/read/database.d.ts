import type { Session } from '../../postgres/session.ts';
import { type SchemaModel, type TruthName } from '../model.ts';
export interface DatabaseReading {
    readonly truth: TruthName;
    /** Without secrets. */
    readonly label: string;
    /** All of the project's own where it is left out. */
    readonly schemas?: readonly string[] | undefined;
}
/**
 * Reads the schema of a database into the model, in one read-only transaction; the session must be in none. Schemas of
 * Supabase's services are left out, but for what the project has put on their tables. Throws CutoverError.
 */
export declare function readDatabase(session: Session, reading: DatabaseReading): Promise<SchemaModel>;
/** {@link readDatabase} in the transaction that the session is in. */
export declare function readSchema(session: Session, { truth, label, schemas: wanted }: DatabaseReading): Promise<SchemaModel>;
