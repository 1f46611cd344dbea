import type { Step } from './plan/types.ts';
/**
 * The steps that may start, longest path first, and of equals the one that came first. Each batch kind has a lane of its
 * own: whoever fills a batch looks at nothing else, however many thousands wait.
 */
export declare class ReadySteps {
    #private;
    add(step: Step, path: number): void;
    /** Takes out the first step that `may` run. */
    next(may: (step: Step) => boolean): Step | undefined;
    /** How many steps of a batch kind are ready. */
    countOf(batch: Step['batch']): number;
    /** Takes out steps of a batch kind that `take` says yes to, in order, until there are `most`. */
    alike(batch: Step['batch'], most: number, take: (step: Step) => boolean): void;
}
