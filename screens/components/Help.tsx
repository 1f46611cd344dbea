import { Text } from 'ink';
import type { ReactNode } from 'react';
import type { Binding } from '../keys.ts';
import { fit, shorten } from '../text/width.ts';

interface Props {
  readonly bindings: readonly Binding[];
  readonly rows: number;
  readonly columns: number;
}

/** Every key that works on this screen, the less usual ones included. */
export function Help({ bindings, rows, columns }: Props): ReactNode {
  const seen = new Set<string>();
  const lines = bindings.filter((binding) => {
    if (seen.has(binding.key.label)) return false;
    seen.add(binding.key.label);
    return true;
  });
  return (
    <>
      <Text bold>Keys on this screen</Text>
      {lines.slice(0, rows - 1).map((binding) => (
        <Text key={binding.key.label} wrap="truncate-end">
          <Text color="cyan">{fit(binding.key.label, 8)}</Text>
          {shorten(binding.help, columns - 8)}
        </Text>
      ))}
    </>
  );
}
