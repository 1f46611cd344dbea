import { smallStep } from './batches.ts';
import type { CopyAction, Step } from './types.ts';

type CopyStep = Step & { readonly action: CopyAction };

/**
 * Indexes and keys of small tables as a part of the table's copy: they are built in its transaction, on rows that are
 * still in the server's caches, and cost neither a step nor a ledger row of their own. Whoever needed one needs the copy
 * now. Larger ones stay steps, so that several build at once. Pure.
 */
export function foldIndexes(steps: readonly Step[]): Step[] {
  const copies = new Map<string, CopyStep>();
  for (const step of steps) if (takesIndexes(step) && step.table !== undefined) copies.set(step.table, step);
  const folded = new Map<string, string>();
  for (const step of steps) {
    const copy = step.table === undefined ? undefined : copies.get(step.table);
    if (!copy || !isFolded(step, copy)) continue;
    folded.set(step.id, copy.id);
    copies.set(copy.table ?? '', {
      ...copy,
      weight: copy.weight + step.weight,
      action: { ...copy.action, indexes: [...(copy.action.indexes ?? []), ...step.action.statements] },
    });
  }
  if (folded.size === 0) return [...steps];
  const renamed = (ids: readonly string[]): readonly string[] =>
    ids.some((id) => folded.has(id)) ? [...new Set(ids.map((id) => folded.get(id) ?? id))] : ids;
  return steps
    .filter((step) => !folded.has(step.id))
    .map((step) => {
      const now = (step.table === undefined ? undefined : copies.get(step.table)) ?? step;
      const same = now.id === step.id ? now : step;
      return { ...same, needs: renamed(same.needs), ...(same.after ? { after: renamed(same.after) } : {}) };
    });
}

/** A table that is copied in one piece, in a transaction that it shares with others of its size. */
function takesIndexes(step: Step): step is CopyStep {
  const { action, weight } = step;
  return (
    action.type === 'copy' && weight <= smallStep && !action.pages && !action.rowsOnly && action.where === undefined
  );
}

/** It waits for nothing that the copy does not wait for, and is as small. */
function isFolded(
  step: Step,
  copy: CopyStep,
): step is Step & { readonly action: Extract<Step['action'], { type: 'sql' }> } {
  return (
    step.action.type === 'sql' &&
    (step.kind === 'index' || step.kind === 'constraint') &&
    step.phase === 'index' &&
    step.undo === undefined &&
    step.retract === undefined &&
    step.after === undefined &&
    copy.weight + step.weight <= smallStep &&
    step.needs.every((id) => id === copy.id || copy.needs.includes(id))
  );
}
