import type { DumpEntry } from './entries.ts';

/** What pg_dump keeps for its last section, by the types that nothing of the first has. [pg_dump.c, SECTION_POST_DATA] */
const postDataTypes: ReadonlySet<string> = new Set([
  'CHECK CONSTRAINT',
  'CONSTRAINT',
  'DEFAULT ACL',
  'EVENT TRIGGER',
  'FK CONSTRAINT',
  'INDEX',
  'INDEX ATTACH',
  'POLICY',
  'PUBLICATION',
  'PUBLICATION TABLE',
  'PUBLICATION TABLES IN SCHEMA',
  'ROW SECURITY',
  'RULE',
  'STATISTICS',
  'SUBSCRIPTION',
  'SUBSCRIPTION TABLE',
  'TRIGGER',
]);

/**
 * The entries of a whole schema dump as `--section=pre-data` and `--section=post-data` would have printed them. Objects
 * come in the order of the sections, so all that follows the first one of the last section belongs to it: views and
 * functions that had to wait for a primary key as well. Grants alone are printed behind everything; no object of the
 * last section has any. [pg_backup_archiver.c, RestoreArchive: the ACL pass]
 */
export function divideEntries<Entry extends Pick<DumpEntry, 'type'>>(
  entries: readonly Entry[],
): { readonly preData: readonly Entry[]; readonly postData: readonly Entry[] } {
  const first = entries.findIndex(({ type }) => postDataTypes.has(type));
  const boundary = first < 0 ? entries.length : first;
  const isPreData = ({ type }: Entry, index: number): boolean => index < boundary || type === 'ACL';
  return {
    preData: entries.filter(isPreData),
    postData: entries.filter((entry, index) => !isPreData(entry, index)),
  };
}
