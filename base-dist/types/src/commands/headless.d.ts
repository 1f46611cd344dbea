import { type CommandResult, type Engine, type EngineConfig, type Profile } from '../../core/index.ts';
import type { Face } from '../face.ts';
import type { House } from '../house.ts';
import type { CommandName } from './table.ts';
export type HeadlessCommand = Exclude<CommandName, 'wizard' | 'demo' | 'users' | 'migrations' | 'backup' | 'restore' | 'report' | 'seed' | 'drift'>;
/** What a headless command is asked for beside its flags. */
export interface HeadlessRequest {
    readonly command: HeadlessCommand;
    readonly runId: string | undefined;
}
/** Runs one command to its end and gives the exit code. Throws CutoverError where it cannot begin or go on. */
export declare function runHeadless(request: HeadlessRequest, house: House): Promise<number>;
/** The profile that flags name, or an empty one: flags and environment may say everything themselves. */
export declare function resolveProfile(house: House): Promise<Profile>;
/** An engine, the face that shows it, and their way out. */
export interface Session {
    readonly engine: Engine;
    readonly face: Face;
    close(): Promise<void>;
}
/** Opens engine and face, and ties both to the shutdown: the first signal stops the engine at a safe point. */
export declare function openSession(house: House, command: CommandName, config: EngineConfig): Session;
/** Shows an engine's events through a face until the returned function is called; that is safe to call twice. */
export declare function attachSession(house: House, command: CommandName, engine: Engine, face: Face): () => Promise<void>;
/** Shows the end of a command and gives its exit code. */
export declare function conclude(command: CommandName, result: CommandResult, { engine, face }: Pick<Session, 'engine' | 'face'>, house: Pick<House, 'warn'>): number;
