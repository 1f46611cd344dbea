import { type WriteStream } from 'node:fs';
import { CutoverError } from '../errors.ts';
import type { Change } from './changes.ts';
import type { ReconciledTable } from './tables.ts';
/** What the changes of one table come to as text, piece by piece. */
export declare class TableText {
    #private;
    readonly table: ReconciledTable;
    readonly counts: {
        inserted: number;
        updated: number;
        deleted: number;
    };
    unknownUsers: number;
    constructor(folder: string, number: number, table: ReconciledTable);
    add(changes: readonly Change[]): Promise<void>;
    deletesTo(output: WriteStream): Promise<void>;
    writesTo(output: WriteStream): Promise<void>;
    jsonTo(output: WriteStream): Promise<void>;
}
/** A file of the export: whole under its name, or not there. Throws `step.failed` where the disk refuses it. */
export declare function writeWhole(path: string, write: (output: WriteStream) => Promise<void>): Promise<void>;
/** The export's own folder, for its owner alone. Throws `step.failed`. */
export declare function makeFolder(folder: string): Promise<void>;
export declare function unwritten(path: string, cause: unknown): CutoverError;
