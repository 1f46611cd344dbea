import type { Step } from './types.ts';

/**
 * For each step that is left, the weight of the longest path that begins with it: what decides which of the ready
 * steps goes first. Chunks of one table have the same steps behind them, which wait for all of them: each counts what
 * the other chunks still take, divided among the jobs, as a part of its path. Steps come in an order in which each
 * stands behind what it needs.
 */
export function remainingPaths(
  steps: readonly Step[],
  done: ReadonlySet<string>,
  jobs: number,
): ReadonlyMap<string, number> {
  const behind = new Map<string, number>();
  const paths = new Map<string, number>();
  /** Weight of the chunks of a table that come later in the plan, which are the smaller ones. */
  const later = new Map<string, number>();
  for (let index = steps.length - 1; index >= 0; index -= 1) {
    const step = steps[index];
    if (!step || done.has(step.id)) continue;
    const beside = chunkedTable(step) ?? '';
    const rest = later.get(beside) ?? 0;
    const path = step.weight + rest / jobs + (behind.get(step.id) ?? 0);
    if (beside !== '') later.set(beside, rest + step.weight);
    paths.set(step.id, path);
    for (const id of [...step.needs, ...(step.after ?? [])]) behind.set(id, Math.max(behind.get(id) ?? 0, path));
  }
  return paths;
}

function chunkedTable({ action, table }: Step): string | undefined {
  return action.type === 'copy' && action.pages ? table : undefined;
}
