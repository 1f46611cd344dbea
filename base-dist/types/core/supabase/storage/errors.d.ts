import { CutoverError } from '../../errors.ts';
/**
 * What went wrong with a request, in the operator's words: `connection.storage` where the service could not be asked,
 * `storage.*` where it said no. `what` is what was asked: `upload of avatars/a.png`.
 */
export declare function storageError(thrown: unknown, end: 'source' | 'target', what: string): CutoverError;
