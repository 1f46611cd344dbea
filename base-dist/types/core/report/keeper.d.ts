import type { Said } from '../checklist/said.ts';
import type { EngineConfig } from '../config.ts';
import type { EngineEvent } from '../events.ts';
import type { Journal } from '../journal.ts';
import type { State } from '../state.ts';
export interface KeeperRequest {
    readonly config: EngineConfig;
    readonly journal: Journal;
    readonly runId: string;
    /** The command that is at work: `run`, `resume`, `verify`, `rollback`, `finalize`. */
    readonly command: string;
    /** The operator's word by now. */
    readonly said?: () => Said;
    readonly state: () => State;
}
/** What a command knows of its end. */
export interface ReportEnding {
    readonly leftOut?: readonly {
        readonly table: string;
        readonly reason: string;
    }[] | undefined;
    readonly finalized?: boolean | undefined;
}
/** Makes the report of a run while it goes, and at its end. What earlier processes did of the run is in it too. */
export declare class ReportKeeper {
    #private;
    constructor(request: KeeperRequest);
    see(event: EngineEvent): void;
    /** Makes the last report; the path of report.md, or undefined where the folder takes no files. */
    finish(ending: ReportEnding): Promise<string | undefined>;
    /** Makes no further report by itself. Safe to call twice. */
    close(): void;
}
