import type { Key as InkKey } from 'ink';

/** A key as the operator reads it, and the names of the presses that mean it (see {@link keyNames}). */
export interface KeyName {
  readonly label: string;
  readonly on: readonly string[];
}

/** Every key of the screens, in one place: a screen binds them, the key line and the help name them. */
export const keys = {
  enter: { label: 'Enter', on: ['enter'] },
  back: { label: 'Esc', on: ['esc'] },
  /** Named in the key line only: `movement` binds what it stands for. */
  move: { label: '↑↓', on: [] },
  up: { label: '↑', on: ['up', 'k'] },
  down: { label: '↓', on: ['down', 'j'] },
  pageUp: { label: 'PgUp', on: ['pageup'] },
  pageDown: { label: 'PgDn', on: ['pagedown'] },
  first: { label: 'Home', on: ['home'] },
  last: { label: 'End', on: ['end'] },
  toggle: { label: 'Space', on: [' '] },
  next: { label: 'Tab', on: ['tab'] },
  edit: { label: 'e', on: ['e'] },
  again: { label: 'r', on: ['r'] },
  filter: { label: '/', on: ['/'] },
  order: { label: 'o', on: ['o'] },
  skipLarge: { label: 's', on: ['s'] },
  override: { label: 'o', on: ['o'] },
  read: { label: 'v', on: ['v'] },
  go: { label: 'g', on: ['g'] },
  pause: { label: 'p', on: ['p'] },
  log: { label: 'l', on: ['l'] },
  retry: { label: 't', on: ['t'] },
  finish: { label: 'f', on: ['f'] },
  rollback: { label: 'R', on: ['R'] },
  welcome: { label: 'w', on: ['w'] },
  drift: { label: 'd', on: ['d'] },
  severity: { label: 'v', on: ['v'] },
  help: { label: '?', on: ['?'] },
  quit: { label: 'q', on: ['q'] },
  interrupt: { label: 'Ctrl-C', on: ['ctrl-c'] },
} as const satisfies Record<string, KeyName>;

/** A key with what it does now. Without a hint it works, and only the help names it. */
export interface Binding {
  readonly key: KeyName;
  /** One or two words for the key line. */
  readonly hint?: string;
  /** A sentence for the help. */
  readonly help: string;
  readonly run: () => void;
}

const special: readonly (readonly [keyof InkKey, string])[] = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'pageup'],
  ['pageDown', 'pagedown'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'enter'],
  ['escape', 'esc'],
  ['tab', 'tab'],
  ['backspace', 'backspace'],
  ['delete', 'delete'],
];

/** The names of what was pressed. More than one where a fast typist's keys arrive together. */
export function keyNames(input: string, key: InkKey): readonly string[] {
  for (const [flag, name] of special) if (key[flag] === true) return [name];
  if (key.ctrl) return [`ctrl-${input.toLowerCase()}`];
  return [...input].map((character) => (character === '\r' || character === '\n' ? 'enter' : character));
}

/** The bindings that move a selection in a list of `count` rows. */
export function movement(
  selected: number,
  count: number,
  page: number,
  select: (index: number) => void,
): readonly Binding[] {
  const to = (index: number) => () => select(Math.max(0, Math.min(count - 1, index)));
  return [
    { key: keys.up, help: 'Up', run: to(selected - 1) },
    { key: keys.down, help: 'Down', run: to(selected + 1) },
    { key: keys.pageUp, help: 'A page up', run: to(selected - page) },
    { key: keys.pageDown, help: 'A page down', run: to(selected + page) },
    { key: keys.first, help: 'To the first line', run: to(0) },
    { key: keys.last, help: 'To the last line', run: to(count - 1) },
  ];
}

/** The keys while a question or a countdown has them: Ctrl-C must call it off too, and nothing else. */
export function guardBindings(hint: string, close: () => void): readonly Binding[] {
  return [
    { key: keys.back, hint, help: '', run: close },
    { key: keys.interrupt, help: '', run: close },
  ];
}
