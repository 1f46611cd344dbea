import type { Step } from './types.ts';
/** The users of the source, cut in ranges of their ids. */
export interface UserRanges {
    readonly count: number;
    /** First id of each range. */
    readonly bounds: readonly string[];
}
/** What a user weighs beside rows, in bytes: four at once take as long as copying this much. */
export declare const weightOfUser: number;
/** Step that stands for every user being there: what copies that rewrite ids need. */
export declare const mappingStepId = "users:mapping";
/** One step for each range, one at a time since they share the limit of requests, and one for the whole mapping. */
export declare function userSteps(users: UserRanges, needs: readonly string[]): Step[];
