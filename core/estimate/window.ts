import type { History } from './history.ts';

/** What a plan is given on top of the estimate, and what it is compared with. */
export const bufferFactor = 1.5;

/** Whether the buffered time fits into a window. A window of 0 is none: everything fits. */
export function fitWindow(
  seconds: number,
  windowSeconds: number,
): { readonly bufferedSeconds: number; readonly fits: boolean } {
  const bufferedSeconds = seconds * bufferFactor;
  return { bufferedSeconds, fits: windowSeconds === 0 || bufferedSeconds <= windowSeconds };
}

/**
 * Seconds to set aside for a rollback: what the newest one in the history took, with the buffer and half a minute for
 * reconnecting and for nerves; else a guess. A rollback renames schemas and drops what the run made, so it depends on
 * the number of relations and not on their size; 20 ms for each is ample.
 */
export function rollbackSeconds(tables: number, history: History = []): number {
  const nerves = 30;
  const tried = history.find(({ rollback }) => rollback?.outcome === 'rolled-back');
  if (!tried?.rollback) return nerves + tables * 0.02;
  const share = tried.tables > 0 ? Math.max(1, tables / tried.tables) : 1;
  return nerves + tried.rollback.seconds * share * bufferFactor;
}
