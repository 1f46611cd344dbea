import { Text } from 'ink';
import { type ReactNode, useState } from 'react';
import { TextField } from './TextField.tsx';

interface Props {
  /** What must be typed, letter for letter. */
  readonly name: string;
  /** What the name stands for: `the target database`. */
  readonly of: string;
  readonly columns: number;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

/** The go-ahead that no stray key gives: the name of what is at stake is typed. */
export function ConfirmByName({ name, of, columns, onConfirm, onCancel }: Props): ReactNode {
  const [refused, setRefused] = useState<string>();
  return (
    <>
      <Text wrap="truncate-end">
        Type the name of {of}, <Text bold>{name}</Text>, to begin:
      </Text>
      <TextField
        label="name"
        columns={columns}
        onChange={() => setRefused(undefined)}
        onSubmit={(typed) => (typed === name ? onConfirm() : setRefused(typed))}
        onCancel={onCancel}
      />
      <Text color="red" wrap="truncate-end">
        {refused === undefined ? ' ' : `✖ '${refused}' is not ${name}: nothing was started.`}
      </Text>
    </>
  );
}
