import { Text } from 'ink';
import { type ReactNode, useState } from 'react';
import { useKeys } from '../hooks/useKeys.ts';
import { keys, movement } from '../keys.ts';
import { Line } from './Line.tsx';

interface Props {
  readonly question: string;
  readonly options: readonly { readonly label: string; readonly run: () => void }[];
  readonly onCancel: () => void;
}

/** A question with few answers; the first is the safe one. The digits choose directly. */
export function Choice({ question, options, onCancel }: Props): ReactNode {
  const [selected, setSelected] = useState(0);
  useKeys([
    ...movement(selected, options.length, options.length, setSelected),
    { key: keys.enter, help: '', run: () => options[selected]?.run() },
    { key: keys.back, help: '', run: onCancel },
    ...options.map((option, index) => ({
      key: { label: String(index + 1), on: [String(index + 1)] },
      help: '',
      run: option.run,
    })),
  ]);
  return (
    <>
      <Text bold color="yellow" wrap="truncate-end">
        ⚠ {question}
      </Text>
      {options.map((option, index) => (
        <Line key={option.label} selected={index === selected} text={`${index + 1} ${option.label}`} />
      ))}
    </>
  );
}
