import type { Session } from '../postgres/session.ts';
import type { Constraint } from './types.ts';
/** Constraints of tables by the tables' oids. NOT NULL is among them from PostgreSQL 18 on, and only there. */
export declare function readConstraints(session: Session, tables: readonly number[]): Promise<Constraint[]>;
