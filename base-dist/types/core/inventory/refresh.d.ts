import type { Session } from '../postgres/session.ts';
/**
 * The given materialised views, each after those that it reads, directly or through views. What a function reads
 * inside its body is not known to the catalog, and does not count.
 */
export declare function readRefreshOrder(session: Session, materializedViews: readonly string[]): Promise<string[]>;
