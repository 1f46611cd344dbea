import type { Inventory } from './types.ts';
/** Changes when anything changes that a step of the plan was made from: a resume on another schema is refused. */
export declare function schemaFingerprint(source: Inventory): string;
