import type { Session } from '../postgres/session.ts';
import type { VerifyItem } from './types.ts';
/**
 * Whether the target has the users of the source: how many by provider and by the format of their password, how many
 * identities, and every hash to the letter. No hash leaves the servers. Throws CutoverError.
 */
export declare function compareUsers(source: Session, target: Session): Promise<VerifyItem[]>;
