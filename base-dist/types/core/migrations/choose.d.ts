import type { Document } from './document.ts';
import type { Direction } from './events.ts';
import { type MigrationFile, type MigrationFolder } from './folder.ts';
import type { Change, History } from './history.ts';
import { type TestRecord } from './test-record.ts';
/** What is to be carried out, and found fit for it. */
export interface Chosen {
    readonly name: string;
    readonly version: string;
    readonly direction: Direction;
    /** The migration's own file, which is moved afterwards; undefined where only its way back is left. */
    readonly file: MigrationFile | undefined;
    /** Of the file that is run. */
    readonly path: string;
    readonly document: Document;
    readonly wayBack: {
        readonly path: string;
        readonly document: Document;
    } | undefined;
    readonly change: Change;
    /** What the operator should know and that refuses nothing. */
    readonly notices: readonly string[];
}
interface ChoiceRequest {
    readonly folder: MigrationFolder;
    readonly history: History;
    readonly tests: ReadonlyMap<string, TestRecord>;
    readonly request: {
        readonly direction: Direction;
        readonly word: string | undefined;
        readonly untested: string | undefined;
    };
    readonly read: (text: string) => Document;
}
/** The migration that is meant, with all that speaks against it. Pure. Throws `migrations.refused`, `config.invalid`. */
export declare function chooseJob(choice: ChoiceRequest): Chosen;
/** What makes a document unfit to be run; undefined where nothing does. */
export declare function complaintAbout(document: Document): string | undefined;
export {};
