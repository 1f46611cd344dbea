import type { LedgerStep } from '../ledger.ts';

/** The schema that a step made, and that its undo drops with all that is in it. */
export function madeSchema(step: Pick<LedgerStep, 'kind' | 'undo'>): string | undefined {
  if (step.kind !== 'schema') return undefined;
  const match = /^DROP SCHEMA (?:IF EXISTS )?(?:"((?:[^"]|"")+)"|([^\s"]+)) CASCADE;?$/.exec(step.undo?.at(-1) ?? '');
  return match?.[1]?.replaceAll('""', '"') ?? match?.[2];
}
