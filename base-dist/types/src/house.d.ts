import type { connect, createEngine, startDemo } from '../core/index.ts';
import type { Flags } from './flags.ts';
import type { Settings } from './settings.ts';
import type { Shutdown } from './shutdown.ts';
import type { runWizard } from './wizard.tsx';
/** The engine and its neighbours, as the program uses them. */
export interface Core {
    readonly createEngine: typeof createEngine;
    readonly connect: typeof connect;
    readonly startDemo: typeof startDemo;
    /** Comes late: the headless commands load neither React nor Ink. */
    readonly loadWizard: () => Promise<{
        readonly runWizard: typeof runWizard;
    }>;
}
/** What the operating system hands to a program. */
export interface Surroundings {
    readonly stdin: NodeJS.ReadStream;
    readonly stdout: NodeJS.WriteStream;
    readonly stderr: NodeJS.WriteStream;
    readonly env: Readonly<Record<string, string | undefined>>;
    /** The working folder. */
    readonly cwd: string;
}
/** Everything that the commands share. */
export interface House {
    readonly core: Core;
    readonly around: Surroundings;
    readonly flags: Flags;
    /** The arguments as they were given, without node and script: a drill gives them to a run of its own. */
    readonly argv: readonly string[];
    readonly dotenv: Readonly<Record<string, string | undefined>>;
    /** Comes late: most headless commands need none, and what reads them is a fourth of all modules. */
    readonly settings: () => Promise<Settings>;
    readonly stateDir: string;
    /** Name of the account that the program runs under: whose word ticks and overrides are. */
    readonly operator: string;
    readonly toolVersion: string;
    readonly shutdown: Shutdown;
    /** The run that is under way, for the place where an error is recorded. */
    readonly noteRun: (runId: string) => void;
    /** A line for the operator beside the face: stderr. */
    readonly warn: (line: string) => void;
}
/** True where somebody sits at a terminal that can be drawn on, and may be asked. */
export declare function isInteractive({ stdin, stdout, env }: Surroundings, flags: Flags): boolean;
