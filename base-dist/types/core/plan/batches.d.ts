import type { Step } from './types.ts';
/** Above this weight in bytes a step is worth a transaction of its own. */
export declare const smallStep: number;
/** The step with the batch that it may join: small steps of one type of action, which one transaction can hold. */
export declare function inBatch(step: Step): Step;
