import v8 from 'node:v8';

/** What V8's young generation may grow to, in bytes. */
const youngBytes = 8 * 1024 * 1024;

/** Events of the time in which rows pass. */
const rowsPass = /^(run|step|verify|reconcile)\./;

let started = false;
let bounded = false;

/**
 * Modules are loaded and threads are up: from here on flags of V8's may change. What Node has compiled of its own is good
 * for V8's own flags only, and a thread that starts behind a change compiles a hundred modules anew.
 */
export function flagsMayChange(): void {
  started = true;
  boundYoungGeneration();
}

/**
 * Lets V8's young generation grow no more once it is large enough (docs/decisions/0029). To be called again and again: the
 * size is looked at until it is reached, and never after that. Below it, objects would be taken for old too soon.
 */
export function boundYoungGeneration(): void {
  if (bounded || !started) return;
  const young = v8.getHeapSpaceStatistics().find((space) => space.space_name === 'new_space');
  if ((young?.space_size ?? 0) < youngBytes) return;
  v8.setFlagsFromString('--semi-space-growth-factor=1');
  bounded = true;
}

/** The same with each event of an engine's, by its type: when rows pass, everything has started. */
export function boundAtEvent(type: string): void {
  if (!started && rowsPass.test(type)) flagsMayChange();
  else boundYoungGeneration();
}
