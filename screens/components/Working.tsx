import { Text, useIsScreenReaderEnabled } from 'ink';
import Spinner from 'ink-spinner';
import type { ReactNode } from 'react';

interface Props {
  readonly text: string;
  /** For a line of a list: draws `❯` in front of the selected one. */
  readonly selected?: boolean;
}

/** Something is under way. A screen reader hears it once, not ten times a second. */
export function Working({ text, selected }: Props): ReactNode {
  const reader = useIsScreenReaderEnabled();
  return (
    <Text wrap="truncate-end" bold={selected === true}>
      {selected === undefined ? '' : selected ? <Text color="cyan">{'❯ '}</Text> : '  '}
      <Text color="cyan">{reader ? 'running:' : <Spinner type="dots" />}</Text> {text}
    </Text>
  );
}
