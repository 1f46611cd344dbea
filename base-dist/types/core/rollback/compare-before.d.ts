import { type VerifyItem } from '../verify/types.ts';
import type { TargetBefore } from './before.ts';
/** What the run had to do with: schemas that it made or set aside, and its steps, whose ids are those of their objects. */
export interface Touched {
    readonly schemas: ReadonlySet<string>;
    readonly steps: ReadonlySet<string>;
}
/**
 * What a rollback left against what was there before the run, as items of a verification. Something new that is not of
 * the run is a note: somebody made it meanwhile, and no rollback takes it away. Pure.
 */
export declare function compareBefore(before: TargetBefore, after: TargetBefore, touched: Touched): readonly VerifyItem[];
