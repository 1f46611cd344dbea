import type { Session } from '../postgres/session.ts';
import { type VerifyItem } from './types.ts';
/**
 * Compares every large object of the source, as its session sees it, with the target's of the same OID: that it is
 * there, its comment and, with `checksums`, its contents. What else the target has is its own. Throws CutoverError.
 */
export declare function compareLargeObjects(source: Session, target: Session, mode: 'counts' | 'checksums'): Promise<VerifyItem[]>;
