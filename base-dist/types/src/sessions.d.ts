import { type CommandResult, type Engine, type EstimateState, type Profile, type RunOptions, type Said, type State, type Store } from '../core/index.ts';
import type { Connections, DemoSession, Program } from './program.ts';
export type CommandName = 'check' | 'checklist' | 'estimate' | 'run' | 'resume' | 'verify' | 'rollback';
export interface Command {
    readonly name: CommandName;
    /** Undefined while it runs. */
    readonly result: CommandResult | undefined;
}
/** The plan of a rollback, before it begins: whatever runs goes on meanwhile. */
export interface Planning {
    /** Undefined while it is read. */
    readonly result: CommandResult | undefined;
    /** The operator let the countdown end: what runs is being stopped. */
    readonly going: boolean;
}
export interface EstimateChoices {
    readonly excluded: ReadonlySet<string>;
    readonly skipLargeBytes: number | undefined;
}
/** Two databases, the choices made for them, and the engine that works on them. */
export interface Session {
    readonly profile: Profile;
    readonly connections: Connections;
    readonly options: RunOptions;
    /** Undefined while a connection is not known. */
    readonly engine: Engine | undefined;
    /** An unfinished or held run that this session goes on with. */
    readonly runId: string | undefined;
    readonly resume: boolean;
    readonly command: Command | undefined;
    readonly planning: Planning | undefined;
    /** The estimate of everything, kept while tables are left out of it. */
    readonly estimate: EstimateState | undefined;
    /** What the operator leaves out of it. */
    readonly choices: EstimateChoices;
    /** What the operator has said: ticked items and overrides, with name and time. */
    readonly said: Said;
    /** Seconds of the estimate without some tables, by key. */
    readonly secondsWithout: ((tables: ReadonlySet<string>) => number | undefined) | undefined;
    readonly demo: DemoSession | undefined;
}
export interface OpenRequest {
    readonly profile: Profile;
    readonly connections: Connections;
    readonly run?: {
        readonly runId: string;
        readonly resume: boolean;
    };
    readonly demo?: DemoSession;
}
/** The one session of the wizard, outside of React: signals and the exit code need it too. */
export interface Sessions {
    readonly getState: () => Session | undefined;
    readonly subscribe: (listener: () => void) => () => void;
    open(request: OpenRequest): void;
    /** New settings mean a new engine; the old one is closed. What the operator ticked is kept. */
    change(change: Partial<Pick<Session, 'profile' | 'connections' | 'options' | 'choices'>>): void;
    /** Runs a command of the engine; ignored while one runs. */
    start(name: CommandName): void;
    /** Reads the plan of a rollback; nothing is stopped or changed. */
    planRollback(): void;
    /** Stops what runs at a safe point, then rolls back. */
    goRollback(): void;
    callOffRollback(): void;
    /** The operator's word for an item of the checklist, by its id, or its taking back. */
    tick(id: string): void;
    /** Goes on in spite of a red check, with a reason for the report. */
    override(check: string, reason: string): void;
    keepEstimate(estimate: EstimateState | undefined): void;
    /** Stops at a safe point; resolves when the running command has settled. */
    stop(): Promise<void>;
    /** Lets go of the session's connections and servers. */
    leave(): void;
    /** Leaves, and resolves when everything is closed. Resolves to what went wrong on the way. */
    close(): Promise<readonly Error[]>;
    /** What the exit code and the summary follow from: the last command that moved, verified or took back. */
    readonly ending: () => Ending | undefined;
}
export interface Ending {
    readonly command: Exclude<CommandName, 'checklist'>;
    readonly result: CommandResult;
    /** The engine's state by then. */
    readonly state: State;
    readonly session: Session;
}
export declare const nothingLeftOut: EstimateChoices;
/** The store that screens read before there is an engine. */
export declare const emptyStore: Store;
export declare function createSessions(program: Program): Sessions;
