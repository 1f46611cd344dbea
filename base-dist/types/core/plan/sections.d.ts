import type { DumpEntry } from './entries.ts';
/**
 * The entries of a whole schema dump as `--section=pre-data` and `--section=post-data` would have printed them. Objects
 * come in the order of the sections, so all that follows the first one of the last section belongs to it: views and
 * functions that had to wait for a primary key as well. Grants alone are printed behind everything; no object of the
 * last section has any. [pg_backup_archiver.c, RestoreArchive: the ACL pass]
 */
export declare function divideEntries<Entry extends Pick<DumpEntry, 'type'>>(entries: readonly Entry[]): {
    readonly preData: readonly Entry[];
    readonly postData: readonly Entry[];
};
