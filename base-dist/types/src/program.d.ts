import type { Engine, Profile, RunOptions, RunSummary } from '../core/index.ts';
import type { DriftFacts } from '../screens/views/drift.ts';
/** Both ends with their passwords: in memory only, never written down or shown. */
export interface Connections {
    readonly sourceUrl: string;
    readonly targetUrl: string;
}
/** What an engine is made for. The wizard makes a new one when a setting changes, and closes the old one. */
export interface EngineRequest extends Connections {
    readonly profile: Profile;
    readonly options: RunOptions;
}
/** A run that was found in the state folder, and the profile that leads to its two databases. */
export interface KnownRun {
    readonly summary: RunSummary;
    /** Name of a profile in {@link Program.profiles} with the same source and target; undefined where none has them. */
    readonly profile: string | undefined;
}
/** The built-in sample: two servers that live until `stop`. */
export interface DemoSession extends Connections {
    readonly profile: Profile;
    /** Ends and removes both servers. Safe to call twice. */
    stop(): Promise<void>;
}
/**
 * What the wizard needs from the program around it. main.ts implements it over settings, environment and engine;
 * tests implement it over recorded events.
 */
export interface Program {
    readonly toolVersion: string;
    /** Run options as flags give them; what the operator chooses on the screens is added to them. */
    readonly options: RunOptions;
    /** Who sits here: whose word ticks and overrides are. */
    readonly operator: string;
    /** Render for a screen reader: no box drawing, no animation. */
    readonly screenReader: boolean;
    /** Saved profiles, newest first; with the one that flags or environment describe in front. */
    profiles(): readonly Profile[];
    /** Saves by name. Takes passwords out of the URLs before anything is written. */
    saveProfile(profile: Profile): void;
    /** The URLs to connect with: flags, environment, .env, then the profile. Empty strings where nothing is known. */
    connections(profile: Profile): Connections;
    /** Compares the schemas of both ends and of what lies in the working folder; nothing is written. Throws CutoverError. */
    readDrift(connections: Connections): Promise<DriftFacts>;
    /** Opens no connection yet: the engine connects with its first command. */
    createEngine(request: EngineRequest): Engine;
    /** Runs known from the state folder, newest first, without connecting anywhere. */
    runs(): Promise<readonly KnownRun[]>;
    /** Starts the built-in sample; `onProgress` gets one line at a time in the operator's words. */
    startDemo(onProgress: (line: string) => void): Promise<DemoSession>;
    /** What the first signal (SIGTERM, SIGHUP, a lost terminal) asks for. Returns the unsubscriber. */
    onStop(stop: () => Promise<void>): () => void;
}
/** Where the wizard opens: on Welcome without one; on Connect with a profile; on the sample with `demo`. */
export type WizardStart = {
    readonly demo: true;
} | {
    readonly profile: Profile;
};
