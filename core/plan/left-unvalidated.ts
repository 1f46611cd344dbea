import type { Inventory } from '../inventory/types.ts';
import { tagName } from './entries.ts';
import type { Step } from './types.ts';

/** Foreign keys, as `schema.table name`, that the source has validated and for which no step of a plan does. Pure. */
export function keysLeftUnvalidated(
  steps: readonly Step[],
  source: Pick<Inventory, 'constraints'>,
): ReadonlySet<string> {
  const statements = steps
    .filter((step) => step.kind === 'foreign-key' && step.action.type === 'sql')
    .filter((step) => step.action.type === 'sql' && /NOT VALID;?$/.test(step.action.statements[0] ?? ''));
  const validated = new Set(steps.filter((step) => step.kind === 'validate').flatMap((step) => step.needs));
  const kept = new Set(statements.filter((step) => !validated.has(step.id)).map((step) => step.id));
  return new Set(
    source.constraints
      .filter((constraint) => constraint.kind === 'foreign-key' && constraint.validated)
      .map((constraint) => `${constraint.table} ${constraint.name}`)
      .filter((name) => kept.has(tagName(`fk-constraint:${name}`))),
  );
}
