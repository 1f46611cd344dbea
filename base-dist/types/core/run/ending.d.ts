import type { CutoverError } from '../errors.ts';
import type { Outcome } from '../events.ts';
/** What a command knows when it is over, before the faces are told. */
export interface Ending {
    readonly outcome: Outcome;
    readonly verdict: string;
    readonly runId?: string | undefined;
    readonly differs?: boolean;
    readonly error?: CutoverError;
    readonly leftOut?: readonly {
        readonly table: string;
        readonly reason: string;
    }[];
    readonly finalized?: boolean;
}
/** The end of a command that an error ended. Pure. */
export declare function failedEnding(error: CutoverError): Ending;
