import type { Check } from './types.ts';
interface Settings {
    readonly maxWalBytes: number;
    readonly completionTarget: number;
    readonly checkpointSeconds: number;
    readonly autovacuum: boolean;
    readonly naptimeSeconds: number;
    readonly indexWorkers: number;
}
interface Advice {
    readonly name: string;
    /** What it is, and what it costs a load of this size. */
    readonly cost: string;
    readonly value: string;
    readonly gain: string;
}
/** Pure: the settings that cost a load of `bytes` time, with what to set and what that gains. */
export declare function adviseSettings(settings: Settings, bytes: number): readonly Advice[];
export declare const loadSettingsCheck: Check;
export {};
