import type { ReactNode } from 'react';
import type { LogState } from '../../core/index.ts';
import { logTime } from '../text/durations.ts';
import { Line } from './Line.tsx';

interface Props {
  readonly log: readonly LogState[];
  readonly rows: number;
  /** Lines that are scrolled back from the newest. */
  readonly up: number;
}

const colors = { debug: 'gray', info: undefined, warn: 'yellow', error: 'red' } as const;

/** The newest lines of the log, the newest last. */
export function LogLines({ log, rows, up }: Props): ReactNode {
  const end = Math.max(Math.min(rows, log.length), log.length - up);
  const shown = log.slice(Math.max(0, end - rows), end);
  return shown.map((line, index) => {
    const color = colors[line.level];
    const word = line.level === 'warn' || line.level === 'error' ? `${line.level.toUpperCase()} ` : '';
    return (
      <Line
        key={`${line.at} ${index}`}
        text={`${logTime(line.at)} ${word}${line.message}`}
        {...(color !== undefined && { color })}
      />
    );
  });
}
