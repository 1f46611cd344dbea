import { type SchemaModel, type TruthName } from './model.ts';
export interface TruthsRequest {
    /** Connection URLs; empty where none is known. */
    readonly sourceUrl: string;
    readonly targetUrl: string;
    /** The project's folder: paths are relative to it. */
    readonly root: string;
    /** The migration folder. */
    readonly migrations: string;
    /** True where the operator named the folder: then it has to be there. */
    readonly migrationsNamed: boolean;
    /** A schema.prisma, or a folder of them. */
    readonly prisma?: string | undefined;
    readonly snapshot?: string | undefined;
    /** Only these. Everything that is there where it is left out. */
    readonly compare?: readonly TruthName[] | undefined;
    readonly schemas?: readonly string[] | undefined;
    /** Told what is being read, in the operator's words. */
    readonly tell?: ((line: string) => void) | undefined;
}
/**
 * Reads every source of truth that is asked for, in the order of {@link truthNames}. Databases are read only; a scratch
 * server is started where the migration folder is among them. Throws CutoverError.
 */
export declare function readTruths(request: TruthsRequest): Promise<SchemaModel[]>;
