import { type Engine, type EngineConfig, type History, type Profile, type RunRecord } from '../core/index.ts';
import type { Settings } from './settings.ts';
/** Runs of a profile and of those that rehearse it, newest first. */
export declare function historyOf(settings: Settings, profile: Pick<Profile, 'name' | 'rehearsalOf'>): History;
/** What an engine is told of a profile's past. */
export declare function rememberedOf(settings: Settings, profile: Profile): Pick<EngineConfig, 'history' | 'expectedSeconds'>;
interface MemoryRequest {
    readonly settings: Settings;
    readonly profile: Profile;
    readonly jobs: number;
    /** Told what could not be written down: losing it loses no run. */
    readonly warn: (line: string) => void;
}
/** Follows an engine until `close`, and writes down what its estimates said and what its runs took. */
export interface Memory {
    /** A change of what is known of a run. */
    amend(runId: string, change: Partial<RunRecord>): void;
    close(): void;
}
export declare function createMemory(engine: Pick<Engine, 'onEvent'>, request: MemoryRequest): Memory;
export {};
