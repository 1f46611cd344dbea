import { Text, useInput, usePaste } from 'ink';
import { type ReactNode, useRef, useState } from 'react';
import { editText, fieldText, type TextFieldAction, textOf } from '../views/text-field.ts';

interface Props {
  readonly label: string;
  readonly initial?: string;
  /** Shows dots in place of what is typed. */
  readonly masked?: boolean;
  readonly columns: number;
  readonly onSubmit: (value: string) => void;
  readonly onCancel: () => void;
  /** Each change, for a filter that works while one types. */
  readonly onChange?: (value: string) => void;
}

/** A line to type in. Enter takes it, Esc leaves it, Ctrl-U empties it; a paste comes in whole. */
export function TextField({
  label,
  initial = '',
  masked = false,
  columns,
  onSubmit,
  onCancel,
  onChange,
}: Props): ReactNode {
  const [field, setField] = useState(() => textOf(initial));
  // Several keys may come before the next drawing: each works on what the one before left.
  const latest = useRef(field);
  const edit = (action: TextFieldAction): void => {
    const before = latest.current;
    latest.current = editText(before, action);
    setField(latest.current);
    if (latest.current.value !== before.value) onChange?.(latest.current.value);
  };
  useInput((input, key) => {
    if (key.escape) onCancel();
    else if (key.return) onSubmit(latest.current.value);
    else if (key.backspace) edit({ type: 'backspace' });
    else if (key.delete) edit({ type: 'delete' });
    else if (key.leftArrow) edit({ type: 'left' });
    else if (key.rightArrow) edit({ type: 'right' });
    else if (key.home || (key.ctrl && input === 'a')) edit({ type: 'home' });
    else if (key.end || (key.ctrl && input === 'e')) edit({ type: 'end' });
    else if (key.ctrl && input === 'u') edit({ type: 'clear' });
    else if (!key.ctrl && !key.meta && !key.tab && input !== '') {
      // A fast typist's letters and Enter may arrive as one.
      const [line = ''] = input.split(/[\r\n]/, 1);
      edit({ type: 'insert', text: line });
      if (line.length < input.length) onSubmit(latest.current.value);
    }
  });
  usePaste((text) => edit({ type: 'insert', text: text.trim() }));
  return (
    <Text wrap="truncate-end">
      <Text color="cyan" bold>
        {label}{' '}
      </Text>
      {fieldText(field, Math.max(8, columns - label.length - 2), masked)}
    </Text>
  );
}
