import { type Scratch } from '../scratch/scratch.ts';
import type { SchemaModel } from './model.ts';
export interface MigrationsReading {
    /** The folder. */
    readonly root: string;
    readonly label: string;
    /** `server_version_num` of the database that it is compared with. */
    readonly serverVersion?: number | undefined;
    readonly schemas?: readonly string[] | undefined;
}
/**
 * The schema that the migration folder makes: its plain and applied files, in their order, on a scratch server as a
 * hosted project is on its first day; on one of the caller's where it is given. Throws `migrations.folder`, `config.invalid` for a file that does not apply.
 */
export declare function readMigrations(reading: MigrationsReading, shared?: Scratch): Promise<SchemaModel>;
