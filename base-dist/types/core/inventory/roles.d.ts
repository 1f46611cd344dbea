import type { Session } from '../postgres/session.ts';
/** Roles that owners, grants, default privileges and policies of the schemas name; no pg_* ones, not PUBLIC. */
export declare function readRoles(session: Session, schemas: readonly number[]): Promise<string[]>;
