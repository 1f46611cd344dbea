import type { Failure, Seen } from './connection-attempt.ts';
/** What Supabase's pooler says, by the codes in its messages. [supabase/supavisor, lib/supavisor/errors] */
export declare function ofPooler({ message, at, place }: Seen): Failure | undefined;
/** What the server says of user, password and database. */
export declare function ofLogin({ code, message, at, place }: Seen): Failure | undefined;
