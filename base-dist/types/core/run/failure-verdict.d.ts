import type { ScheduleResult } from '../scheduler.ts';
/**
 * One line on a schedule that ended with failures: the first of them, or, where the run was to keep going, each object
 * with its error.
 */
export declare function failureVerdict({ failures, blocked }: ScheduleResult, keepGoing: boolean): string;
