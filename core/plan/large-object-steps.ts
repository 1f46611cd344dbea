import { largeObjectsKey } from '../inventory/large-objects.ts';
import type { Inventory } from '../inventory/types.ts';
import { smallestWeight } from './data-steps.ts';
import type { Step } from './types.ts';

/** Large objects of one step: each takes locks for its owner and grants, and a server has room for some thousands. */
const batchSize = 500;

/**
 * Steps that carry large objects under their own OIDs, which the project's columns hold. `owners` gives them to their
 * owners, which only a superuser may.
 */
export function largeObjectSteps(source: Inventory, owners: boolean, after: readonly string[]): Step[] {
  const oids = source.largeObjects ?? [];
  const each = (source.largeObjectBytes ?? 0) / Math.max(oids.length, 1);
  const steps: Step[] = [];
  for (let start = 0; start < oids.length; start += batchSize) {
    const batch = oids.slice(start, start + batchSize);
    const unlink = `SELECT pg_catalog.lo_unlink(m.oid) FROM pg_catalog.pg_largeobject_metadata m
      WHERE m.oid = ANY ('{${batch.join(',')}}'::pg_catalog.oid[])`;
    steps.push({
      id: `large-objects:${batch[0]}`,
      // Rows of a table that is in no schema: what changes on the source is copied again by the same rules.
      kind: 'copy',
      phase: 'copy',
      label: `copy ${largeObjectsKey} ${start + 1} to ${start + batch.length} of ${oids.length}`,
      table: largeObjectsKey,
      needs: after,
      weight: Math.max(Math.round(each * batch.length), smallestWeight),
      action: { type: 'large-objects', oids: batch, owners },
      undo: [unlink],
      retract: [unlink],
    });
  }
  return steps;
}
