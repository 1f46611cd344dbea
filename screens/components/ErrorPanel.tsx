import { Text } from 'ink';
import type { ReactNode } from 'react';
import { wrapLines } from '../text/width.ts';

interface Props {
  readonly error: { readonly code: string; readonly message: string; readonly hint: string };
  readonly columns: number;
  /** Lines that it may take. */
  readonly rows: number;
}

/** What went wrong, and what to do about it. The stack is in run.log, never here. */
export function ErrorPanel({ error, columns, rows }: Props): ReactNode {
  const message = wrapLines(`${error.message} (${error.code})`, columns - 2, Math.max(1, rows - 1));
  const hint = wrapLines(error.hint, columns - 2, Math.max(1, rows - message.length));
  return (
    <>
      {message.map((line, index) => (
        <Text key={line} color="red" wrap="truncate-end">
          {index === 0 ? '✖ ' : '  '}
          {line}
        </Text>
      ))}
      {hint.map((line, index) => (
        <Text key={line} wrap="truncate-end">
          {index === 0 ? '→ ' : '  '}
          {line}
        </Text>
      ))}
    </>
  );
}
