import type { Session } from '../../postgres/session.ts';
import type { History } from '../model.ts';
/** What `supabase db push` has written down; undefined where there is no such list. Throws CutoverError. */
export declare function readHistory(session: Session): Promise<History | undefined>;
/** Equal for texts that differ in white space, comments and empty statements alone. */
export declare function hashStatements(sql: string): string;
