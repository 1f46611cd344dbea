import { Text } from 'ink';
import type { ReactNode } from 'react';
import { type Binding, keys } from '../keys.ts';
import { widthOf } from '../text/width.ts';

/** The keys that are valid now, as many as fit in one line; the help comes last and is always there. */
export function KeyHints({
  bindings,
  columns,
}: {
  readonly bindings: readonly Binding[];
  readonly columns: number;
}): ReactNode {
  const shown = fitting(bindings, columns);
  return (
    <Text wrap="truncate-end">
      {shown.map((binding, index) => (
        <Text key={binding.key.label}>
          {index === 0 ? '' : '  '}
          <Text bold color="cyan">
            {binding.key.label}
          </Text>{' '}
          {binding.hint}
        </Text>
      ))}
    </Text>
  );
}

/** The bindings with a hint, one for each key, cut so that they and the help fit. */
function fitting(bindings: readonly Binding[], columns: number): readonly Binding[] {
  const seen = new Set<string>();
  const hinted = bindings.filter((binding) => {
    if (binding.hint === undefined || seen.has(binding.key.label)) return false;
    seen.add(binding.key.label);
    return true;
  });
  const width = (binding: Binding): number => widthOf(`${binding.key.label} ${binding.hint}  `);
  const help = hinted.find((binding) => binding.key === keys.help);
  let left = columns + 2 - (help === undefined ? 0 : width(help));
  const shown: Binding[] = [];
  for (const binding of hinted) {
    if (binding === help) continue;
    left -= width(binding);
    if (left < 0) break;
    shown.push(binding);
  }
  return help === undefined ? shown : [...shown, help];
}
