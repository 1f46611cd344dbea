/** A sign, its word and its colour. The sign and the word say everything that the colour says. */
export interface Mark {
  readonly sign: string;
  readonly word: string;
  readonly color: 'green' | 'yellow' | 'red' | 'cyan' | 'gray';
}

export const marks = {
  good: { sign: '✔', word: 'ok', color: 'green' },
  warning: { sign: '⚠', word: 'warning', color: 'yellow' },
  info: { sign: 'i', word: 'info', color: 'cyan' },
  bad: { sign: '✖', word: 'blocker', color: 'red' },
  skipped: { sign: '–', word: 'skipped', color: 'yellow' },
  waiting: { sign: '·', word: 'waiting', color: 'gray' },
  running: { sign: '▸', word: 'running', color: 'cyan' },
} as const satisfies Record<string, Mark>;

/** The mark of a check. A check that was skipped is never green. */
export function checkMark(check: {
  readonly state: 'running' | 'pass' | 'fail' | 'skip';
  readonly severity: 'blocker' | 'warning' | 'info';
}): Mark {
  if (check.state === 'running') return marks.running;
  if (check.state === 'pass') return marks.good;
  if (check.state === 'skip') return check.severity === 'blocker' ? { ...marks.bad, word: 'unknown' } : marks.skipped;
  return { blocker: marks.bad, warning: marks.warning, info: marks.info }[check.severity];
}

/** The mark of a piece of work. */
export function workMark(state: 'waiting' | 'running' | 'done' | 'failed'): Mark {
  if (state === 'failed') return { ...marks.bad, word: 'failed' };
  if (state === 'done') return { ...marks.good, word: 'done' };
  return marks[state];
}
