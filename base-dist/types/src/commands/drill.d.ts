import { type EngineConfig } from '../../core/index.ts';
import type { House } from '../house.ts';
/** The arguments of the run that will be killed. Pure. */
export declare function killedArguments(argv: readonly string[]): string[];
/**
 * A rehearsal of the worst night: a run in a process of its own is killed half-way with SIGKILL, then resumed, verified
 * and rolled back here, each with its time. Gives the exit code: 0 where all of it went well.
 */
export declare function runDrill(config: EngineConfig, house: House): Promise<number>;
