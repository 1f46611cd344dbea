import type { Step } from './types.ts';

/**
 * For each step that is left, the weight of the heaviest chain of steps that begins with it: what decides which of
 * the ready steps goes first. Steps come in an order in which each stands behind what it needs.
 */
export function remainingPaths(steps: readonly Step[], done: ReadonlySet<string>): ReadonlyMap<string, number> {
  const behind = new Map<string, number>();
  const paths = new Map<string, number>();
  for (let index = steps.length - 1; index >= 0; index -= 1) {
    const step = steps[index];
    if (!step || done.has(step.id)) continue;
    const path = step.weight + (behind.get(step.id) ?? 0);
    paths.set(step.id, path);
    for (const id of [...step.needs, ...(step.after ?? [])]) behind.set(id, Math.max(behind.get(id) ?? 0, path));
  }
  return paths;
}
