import type { Clock } from '../../screens/hooks/useClock.ts';

/** A clock that stands still until a test moves it. */
export interface TestClock extends Clock {
  /** Moves it on by `ms`; everything that is due by then happens, in order. */
  advance(ms: number): void;
  /** ISO time, `ms` from now. */
  iso(ms?: number): string;
}

export function createTestClock(start = Date.parse('2026-11-20T02:00:00.000Z')): TestClock {
  let now = start;
  const timers = new Map<object, { readonly ms: number; due: number; readonly tick: () => void }>();
  return {
    now: () => now,
    iso: (ms = 0) => new Date(now + ms).toISOString(),
    every(ms, tick) {
      const id = {};
      timers.set(id, { ms, due: now + ms, tick });
      return () => timers.delete(id);
    },
    advance(ms) {
      const end = now + ms;
      for (;;) {
        const next = [...timers.values()].filter((timer) => timer.due <= end).sort((a, b) => a.due - b.due)[0];
        if (next === undefined) break;
        now = next.due;
        next.due += next.ms;
        next.tick();
      }
      now = end;
    },
  };
}
