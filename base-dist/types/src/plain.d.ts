import type { Writable } from 'node:stream';
import { type State } from '../core/index.ts';
import type { Face } from './face.ts';
export interface PlainOptions {
    readonly output: Writable;
    /** The engine's state, for the progress line. Undefined before there is an engine. */
    readonly state: () => State | undefined;
    readonly now?: () => Date;
}
export interface PlainFace extends Face {
    /** Prints the progress line where a run is under way; called every 10 s by a timer of its own. */
    tick(): void;
}
/** The face for logs: milestones with their time in UTC, no colour, no key to press. */
export declare function createPlainFace({ output, state, now }: PlainOptions): PlainFace;
