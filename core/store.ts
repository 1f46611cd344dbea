import type { EngineEvent } from './events.ts';
import { reduce } from './reduce.ts';
import { initialState, type State } from './state.ts';

/** The published state, in the form that React's useSyncExternalStore takes. */
export interface Store {
  readonly getState: () => State;
  readonly subscribe: (listener: () => void) => () => void;
}

export interface StoreWriter extends Store {
  readonly dispatch: (event: EngineEvent) => void;
  /** Publishes what is held back, at once. */
  readonly flush: () => void;
}

/** How long a change may wait before it is shown, in ms. */
const publishIntervalMs = 100;

const publishAtOnce: ReadonlySet<EngineEvent['type']> = new Set([
  'run.started',
  'run.finished',
  'phase.started',
  'phase.finished',
  'control.changed',
  'plan.ready',
  'estimate.finished',
]);

/** Reduces every event, but tells listeners at most every 100 ms: a screen that draws each row is a screen that flickers. */
export function createStore(): StoreWriter {
  let current = initialState;
  let published = initialState;
  let timer: NodeJS.Timeout | undefined;
  const listeners = new Set<() => void>();

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (published === current) return;
    published = current;
    for (const listener of [...listeners]) listener();
  }

  return {
    getState: () => published,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispatch(event) {
      current = reduce(current, event);
      if (publishAtOnce.has(event.type)) flush();
      else timer ??= setTimeout(flush, publishIntervalMs).unref();
    },
    flush,
  };
}
