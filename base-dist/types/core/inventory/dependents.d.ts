import type { Session } from '../postgres/session.ts';
import type { Dependent } from './types.ts';
/**
 * Everything outside of extensions that hangs on one of these, at any distance. An extension that requires one of them
 * is among it. One query, twice; nothing is written. Throws CutoverError.
 */
export declare function readDependents(session: Session, extensions: readonly string[]): Promise<Dependent[]>;
/** Without what belongs to another one of them: a table stands for its keys and policies, a view for its rule. */
export declare function standingAlone(objects: readonly Dependent[]): Dependent[];
