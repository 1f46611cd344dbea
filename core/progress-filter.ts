import type { EngineEvent } from './events.ts';

/**
 * Lets a step's progress pass at most once in `intervalMs`, and everything else always.
 * Time is the events' own, so the same events always give the same lines.
 */
export function createProgressFilter(intervalMs = 1000): (event: EngineEvent) => boolean {
  const lastShown = new Map<string, number>();
  return (event) => {
    if (event.type === 'step.finished' || event.type === 'step.failed') lastShown.delete(event.id);
    if (event.type !== 'step.progress') return true;
    const at = Date.parse(event.at);
    const last = lastShown.get(event.id);
    if (last !== undefined && at - last < intervalMs) return false;
    lastShown.set(event.id, at);
    return true;
  };
}
