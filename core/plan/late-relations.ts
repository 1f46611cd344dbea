import type { DumpEntry } from './entries.ts';
import { lockedTables } from './qualified-names.ts';

/**
 * Tells which entries of a dump's second section make relations, or what these rest on. Views that rest on a primary key
 * (GROUP BY id) or on each other in a circle, and what rests on these, come behind the keys in the dump: materialised
 * views and functions as they are, views as a rule. Their order in the dump is one that works.
 */
export function lateRelationTest(entries: readonly DumpEntry[]): (entry: DumpEntry) => boolean {
  const views = new Set(
    entries.filter(({ type }) => type === 'MATERIALIZED VIEW').map(({ schema, name }) => `${schema}.${name}`),
  );
  return (entry) => {
    switch (entry.type) {
      case 'RULE':
        return entry.name.endsWith(' _RETURN');
      case 'STATISTICS':
        return lockedTables(entry, views).length > 0;
      case 'MATERIALIZED VIEW':
      case 'FUNCTION':
      case 'PROCEDURE':
        return true;
      default:
        return false;
    }
  };
}
