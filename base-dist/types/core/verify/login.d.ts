import type { EngineConfig } from '../config.ts';
import type { Session } from '../postgres/session.ts';
import type { StackClient } from '../supabase/stack/client.ts';
import type { VerifyItem } from './types.ts';
/**
 * Proves that a user can log in after the migration, with an account that the operator names. Through the target's Auth
 * where it is known, as an application would: that leaves a trace in the user's row, so it comes after its comparison.
 * Else by the hash alone, which pgcrypto checks where it is. No message has the password. Throws CutoverError.
 */
export declare function proveLogin(target: Session, config: EngineConfig): Promise<VerifyItem>;
/** The same in Stack Auth, where the users have moved to. Throws CutoverError. */
export declare function proveStackLogin(client: StackClient, { login }: EngineConfig, signal: AbortSignal): Promise<VerifyItem>;
