import { CutoverError } from '../../errors.ts';
import type { Session } from '../session.ts';
type Failing = Pick<Session, 'end' | 'serverVersion'> & {
    readonly address: Pick<Session['address'], 'user'>;
};
/** What pg_dump wrote to stderr, as an error with a code and a hint for the operator. */
export declare function pgDumpError(stderr: string, session: Failing): CutoverError;
export declare function newerClientHint(serverVersion: number): string;
export {};
