import { createContext, useContext, useEffect, useState } from 'react';

/** Time as the screens see it. Tests bring one of their own. */
export interface Clock {
  /** ms since the epoch. */
  readonly now: () => number;
  /** Calls `tick` every `ms` until the returned function is called. */
  readonly every: (ms: number, tick: () => void) => () => void;
}

export const systemClock: Clock = {
  now: Date.now,
  every(ms, tick) {
    const timer = setInterval(tick, ms);
    return () => clearInterval(timer);
  },
};

export const ClockContext = createContext<Clock>(systemClock);

/** The time now, drawn again every `ms`. */
export function useNow(ms = 1000): number {
  const clock = useContext(ClockContext);
  const [now, setNow] = useState(clock.now);
  useEffect(() => clock.every(ms, () => setNow(clock.now())), [clock, ms]);
  return now;
}
