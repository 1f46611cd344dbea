import type { Session } from '../postgres/session.ts';
import type { SequencePosition } from './metadata.ts';
/**
 * Lets sequences go on from where they stood in the backup, so that the next row does not get the key of a restored one.
 * One that is further already stays. Throws CutoverError.
 */
export declare function moveSequencesForward(session: Session, positions: readonly SequencePosition[], onNote: ((note: string) => void) | undefined): Promise<void>;
