import v8 from 'node:v8';

/** What V8's young generation may grow to, in bytes. */
const youngBytes = 8 * 1024 * 1024;

/** Events of the time in which rows pass. */
const rowsPass = /^(run|step|verify|reconcile)\./;

let bounded = false;

/**
 * Lets V8's young generation grow no more once it is large enough (docs/decisions/0029). To be called again and again: the
 * size is looked at until it is reached, and never after that. Below it, objects would be taken for old too soon.
 */
export function boundYoungGeneration(): void {
  if (bounded) return;
  const young = v8.getHeapSpaceStatistics().find((space) => space.space_name === 'new_space');
  if ((young?.space_size ?? 0) < youngBytes) return;
  v8.setFlagsFromString('--semi-space-growth-factor=1');
  bounded = true;
}

/**
 * The same with each event of the time in which rows pass, by its type. Before it modules load and threads start, and
 * what Node has compiled of its own is good for V8's own flags only, of which the bound changes one.
 */
export function boundWhileRowsPass(type: string): void {
  if (rowsPass.test(type)) boundYoungGeneration();
}
