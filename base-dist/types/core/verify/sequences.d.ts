import type { Sequence } from '../inventory/types.ts';
import type { Session } from '../postgres/session.ts';
import { type VerifyItem } from './types.ts';
/**
 * Compares where sequences stand on both ends, and on the target with the largest value of the column that owns each.
 * Sequences obey no snapshot: a source that is still written to has moved on. Throws CutoverError.
 */
export declare function compareSequences(source: Session, target: Session, sequences: readonly Sequence[]): Promise<VerifyItem[]>;
