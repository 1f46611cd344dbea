import { createHash } from 'node:crypto';
import type { Inventory } from './types.ts';

/** Changes when anything changes that a step of the plan was made from: a resume on another schema is refused. */
export function schemaFingerprint(source: Inventory): string {
  const facts = {
    tables: source.tables.map(({ key, kind, columns, partitionOf, inherits }) => ({
      key,
      kind,
      columns: columns.map(({ name, type, notNull, generated, identity }) => [
        name,
        type,
        notNull,
        generated,
        identity,
      ]),
      partitionOf,
      inherits,
    })),
    indexes: source.indexes.map(({ schema, name, definition }) => [schema, name, definition]),
    constraints: source.constraints.map(({ table, name, definition }) => [table, name, definition]),
    sequences: source.sequences.map(({ key, definition }) => [key, definition]),
    extensions: source.extensions.map(({ name, schema, version }) => [name, schema, version]),
    objects: source.objects.map(({ kind, name, definition }) => [kind, name, definition]),
  };
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}
