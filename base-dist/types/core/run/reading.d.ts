import type { EngineConfig } from '../config.ts';
import type { Inventory } from '../inventory/types.ts';
import { type FolderSchema } from '../migrations/folder-schema.ts';
import { type DumpEntry } from '../plan/entries.ts';
import { type Session } from '../postgres/session.ts';
import { type TargetBefore } from '../rollback/before.ts';
import { type ManagedObject } from '../supabase/objects.ts';
import { type EndFacts, type Scope } from '../supabase/scope.ts';
import { type Snapshot } from './snapshot.ts';
/** What decides about a target what is read of the source, and the form of the dump. */
export interface ReadingTarget {
    readonly superuser: boolean;
    /** `server_version_num` */
    readonly serverVersion: number;
    readonly facts: EndFacts;
}
/** Throws CutoverError. */
export declare function readReadingTarget(session: Session): Promise<ReadingTarget>;
/**
 * All that a plan needs of the source, under one snapshot: pg_dump has a thread and a connection of its own, and the
 * catalogs are read meanwhile. Begins when it is made, and writes nothing anywhere; a run reads while its checks still
 * look, and whoever is told no throws it away.
 */
export declare class Reading {
    #private;
    /** What the source has of Supabase. */
    readonly facts: Promise<EndFacts>;
    /** What a run moves. Rejects with `config.invalid` where source, target and choices contradict each other. */
    readonly scope: Promise<Scope>;
    /** The source as the snapshot shows it, the tables whose rows are left out included: their definitions move. */
    readonly inventory: Promise<Inventory>;
    /** What the project has in schemas of Supabase's. */
    readonly managed: Promise<readonly ManagedObject[]>;
    /** The schema's objects as pg_dump writes them for this target, in its order. Rejects as `dumpSchema` does. */
    readonly entries: Promise<readonly DumpEntry[]>;
    /** With `--schema migrations`, what the folder makes. Rejects as `readFolderSchema` does. */
    readonly folder: Promise<FolderSchema | undefined>;
    constructor(config: EngineConfig, target: ReadingTarget);
    /** True where what was read is what this target needs too. */
    fits(target: ReadingTarget): boolean;
    /** What the target is before it is changed. Read from the first call on, which is only for who is going to change it. */
    readBefore(): Promise<TargetBefore>;
    /** The snapshot, which is the caller's to close from then on. Throws as `takeSnapshot` does. */
    takeSnapshot(): Promise<Snapshot>;
    /** Ends what is still under way, and closes the snapshot unless somebody took it. Never throws. */
    close(): Promise<void>;
    /** What else is to be read of the source under the snapshot. */
    under<Result>(read: (session: Session, scope: Scope) => Promise<Result>): Promise<Result>;
}
/** What the migration folder makes on a server of this version (`server_version_num`), where the schema comes from it. */
export declare function readFolder({ options }: Pick<EngineConfig, 'options'>, serverVersion: number): Promise<FolderSchema | undefined>;
