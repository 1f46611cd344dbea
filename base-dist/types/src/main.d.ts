import { type Core } from './house.ts';
import { type ProcessLike } from './shutdown.ts';
/** The parts of `process` that the program uses. */
export type ProgramProcess = ProcessLike & Pick<NodeJS.Process, 'stdin' | 'stdout' | 'stderr' | 'env' | 'cwd'>;
/** The program: arguments in (without node and script), exit code out. Never throws. */
export declare function main(argv: readonly string[], process: ProgramProcess, core?: Core): Promise<number>;
