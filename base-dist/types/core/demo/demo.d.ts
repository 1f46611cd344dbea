import type { EngineConfig, StackSettings } from '../config.ts';
import type { TargetKind } from '../supabase/managed.ts';
export interface DemoRequest {
    /** 1 stands for some 295,000 rows. */
    readonly scale?: number;
    /** What the target is: an empty PostgreSQL server, or a Supabase whose services have started. */
    readonly target?: TargetKind;
    /** Keeps the process, and with it the servers, alive until `stop()` or a signal. */
    readonly keep?: boolean;
    /**
     * Makes the sample's files real, a few hundred small ones, behind a double of the Storage API; `api` gives the target
     * one too, and makes it a Supabase. Without it the sample has rows of files alone, and nobody can move these.
     */
    readonly storage?: 'api' | 'directory' | undefined;
    /** Starts the double of Stack Auth beside them. */
    readonly stackAuth?: boolean;
}
export interface DemoEnd {
    /** A connection URL with its password. */
    readonly url: string;
    readonly host: string;
    readonly port: number;
}
export interface Demo {
    /** The sample project; the URL is of `postgres`, which is not a superuser there. */
    readonly source: DemoEnd;
    /** The URL is of `postgres`: the superuser of a plain server, an ordinary role of a Supabase one. */
    readonly target: DemoEnd;
    /** An account of the sample whose password is known. */
    readonly login: NonNullable<EngineConfig['login']>;
    /** Access to the double of Stack Auth, where one was asked for. */
    readonly stack?: StackSettings;
    /** Access to the doubles of the Storage API, where they were asked for. */
    readonly supabase?: NonNullable<EngineConfig['supabase']>;
    /** Ends the servers and removes them. Safe to call twice. */
    stop(): Promise<void>;
}
/** Starts both servers of the demo, and fills the source. Writes nothing to the terminal. Throws `demo.server`. */
export declare function startDemo(request?: DemoRequest): Promise<Demo>;
