import type { Session } from '../../postgres/session.ts';
/**
 * Copies up to `most` rows of every table that both ends have, as text, then the rows that these lead to by their
 * foreign keys, and takes away what still leads nowhere: the sample is as consistent as the target. The target is only read. Gives the
 * rows that are there in the end. Throws CutoverError.
 */
export declare function copySample(target: Session, scratch: Session, most: number, signal: AbortSignal | undefined): Promise<number>;
