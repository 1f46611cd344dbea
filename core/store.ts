import type { EngineEvent } from './events.ts';
import { reduceAll } from './reduce.ts';
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
  'outage.changed',
  'plan.ready',
  'estimate.finished',
]);

/** Tells listeners of new states at most every 100 ms: a screen that draws each row is a screen that flickers. */
export function createStore(): StoreWriter {
  let published = initialState;
  let waiting: EngineEvent[] = [];
  let timer: NodeJS.Timeout | undefined;
  const listeners = new Set<() => void>();

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    const next = reduceAll(published, waiting);
    waiting = [];
    if (published === next) return;
    published = next;
    for (const listener of [...listeners]) listener();
  }

  return {
    getState: () => published,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispatch(event) {
      waiting.push(event);
      if (publishAtOnce.has(event.type)) flush();
      else timer ??= setTimeout(flush, publishIntervalMs).unref();
    },
    flush,
  };
}
