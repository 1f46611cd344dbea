/** A line of text that is being edited. `cursor` counts characters, not columns. */
export interface TextFieldState {
  readonly value: string;
  readonly cursor: number;
}

export type TextFieldAction =
  | { readonly type: 'insert'; readonly text: string }
  | { readonly type: 'backspace' | 'delete' | 'left' | 'right' | 'home' | 'end' | 'clear' };

export const textOf = (value: string): TextFieldState => ({ value, cursor: [...value].length });

/** The line after a key. Line ends in pasted text are dropped: a connection string is one line. */
export function editText(state: TextFieldState, action: TextFieldAction): TextFieldState {
  const characters = [...state.value];
  const { cursor } = state;
  switch (action.type) {
    case 'insert': {
      const added = [...action.text.replaceAll(/[\u0000-\u001f\u007f]/g, '')];
      return { value: characters.toSpliced(cursor, 0, ...added).join(''), cursor: cursor + added.length };
    }
    case 'backspace':
      return cursor === 0 ? state : { value: characters.toSpliced(cursor - 1, 1).join(''), cursor: cursor - 1 };
    case 'delete':
      return { value: characters.toSpliced(cursor, 1).join(''), cursor };
    case 'left':
      return { ...state, cursor: Math.max(0, cursor - 1) };
    case 'right':
      return { ...state, cursor: Math.min(characters.length, cursor + 1) };
    case 'home':
      return { ...state, cursor: 0 };
    case 'end':
      return { ...state, cursor: characters.length };
    case 'clear':
      return textOf('');
  }
}

/** The part of the line that is in sight, the cursor drawn as `▏`; every character a dot where it is a secret. */
export function fieldText(state: TextFieldState, width: number, masked: boolean): string {
  const characters = masked ? [...state.value].map(() => '•') : [...state.value];
  const drawn = characters.toSpliced(state.cursor, 0, '▏');
  const from = Math.max(0, Math.min(state.cursor - width + 2, drawn.length - width));
  return drawn.slice(from, from + width).join('');
}
