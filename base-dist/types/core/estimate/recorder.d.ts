import type { Profile } from '../config.ts';
import type { EngineEvent } from '../events.ts';
import type { EstimateRecord, RunRecord } from './history.ts';
/** Writes down what a run takes, from its events, for the estimates of later ones. */
export declare class RunRecorder {
    #private;
    /** Every event of the engine, in order. */
    event(event: EngineEvent): void;
    /** What is known of the run when it is over; undefined where none was planned: a rollback by itself is no run. */
    record(about: {
        readonly profile: Pick<Profile, 'name' | 'environment' | 'rehearsalOf'>;
        readonly jobs: number;
        readonly estimate: EstimateRecord | undefined;
    }): RunRecord | undefined;
}
