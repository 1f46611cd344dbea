import { CutoverError } from '../errors.ts';
import type { Inventory } from '../inventory/types.ts';
import { displayName } from '../postgres/identifiers.ts';

/**
 * A key joins schema and name with a dot; with dots in the names themselves two objects can share one. Throws
 * `config.invalid` where they do.
 */
export function refuseAmbiguousNames(
  { tables, indexes, sequences }: Pick<Inventory, 'tables' | 'indexes' | 'sequences'>,
  end: 'source' | 'target' = 'source',
): void {
  const kinds = { tables, indexes, sequences };
  for (const [kind, objects] of Object.entries(kinds)) {
    const seen = new Set<string>();
    for (const { schema, name } of objects) {
      const key = displayName(schema, name);
      if (seen.has(key)) {
        throw new CutoverError('config.invalid', `two ${kind} of the ${end} are both called ${key} when written out`, {
          hint: 'Rename a schema or object whose name has a dot in it, or leave one of the schemas out with --schemas.',
        });
      }
      seen.add(key);
    }
  }
}
