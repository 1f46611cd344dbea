import { Text } from 'ink';
import { type ReactNode, useMemo, useState } from 'react';
import type { Profile } from '../core/index.ts';
import { Frame } from './components/Frame.tsx';
import { Line } from './components/Line.tsx';
import { ScrollList } from './components/ScrollList.tsx';
import { TextField } from './components/TextField.tsx';
import { useNow } from './hooks/useClock.ts';
import { useViewport } from './hooks/useViewport.ts';
import { type Binding, keys, movement } from './keys.ts';
import { fit } from './text/width.ts';
import { type WelcomeItem, type WelcomeRun, welcomeItems, welcomeText, whyClosed } from './views/welcome.ts';

interface Props {
  /** Undefined while the state folder is being read. */
  readonly runs: readonly WelcomeRun[] | undefined;
  readonly profiles: readonly Profile[];
  readonly version: string;
  /** What the last action came to, where it needs saying. */
  readonly message: string | undefined;
  readonly onOpen: (item: Exclude<WelcomeItem, { kind: 'past' | 'new' }>) => void;
  readonly onNew: (name: string) => void;
  /** With the profile of the selected line, where it has one. */
  readonly onDrift: (profile: Profile | undefined) => void;
}

/** Where one begins: the first line is right most of the time. */
export function Welcome({ runs, profiles, version, message, onOpen, onNew, onDrift }: Props): ReactNode {
  const { columns, bodyRows } = useViewport();
  const now = useNow(60_000);
  const [selected, setSelected] = useState(0);
  const [naming, setNaming] = useState(false);
  const [note, setNote] = useState<string>();
  const items = useMemo(() => welcomeItems(runs ?? [], profiles), [runs, profiles]);
  const listRows = Math.max(1, bodyRows - 5);

  const choose = (): void => {
    const item = items[selected];
    if (item === undefined || runs === undefined) return;
    if (item.kind === 'new') setNaming(true);
    else if (item.kind === 'past') setNote(whyClosed(item.run));
    else onOpen(item);
  };
  const drift = (): void => {
    const item = items[selected];
    onDrift(item !== undefined && 'profile' in item ? item.profile : undefined);
  };
  const name = (typed: string): void => {
    const trimmed = typed.trim();
    if (trimmed === '' || trimmed.length > 64) setNote('A name has 1 to 64 characters.');
    else if (profiles.some((profile) => profile.name === trimmed)) setNote(`There is a profile '${trimmed}' already.`);
    else onNew(trimmed);
  };
  const bindings: readonly Binding[] = naming
    ? [
        { key: keys.enter, hint: 'create', help: '', run: () => undefined },
        { key: keys.back, hint: 'leave it', help: '', run: () => undefined },
      ]
    : [
        { key: keys.enter, hint: 'open', help: 'Opens the selected line', run: choose },
        {
          key: keys.drift,
          hint: 'drift',
          help: 'Compares the schemas that the line leads to, and those of this folder',
          run: drift,
        },
        { key: keys.move, hint: 'move', help: 'Select another line', run: () => undefined },
        ...movement(selected, items.length, listRows, (index) => {
          setSelected(index);
          setNote(undefined);
        }),
      ];
  return (
    <Frame title="Welcome" step={1} bindings={bindings} captured={naming}>
      <Text wrap="truncate-end">cutover {version}: a database moved inside a window, with proof and a way back.</Text>
      <Line text="" />
      {runs === undefined ? (
        <Line text="Reading the runs…" dim />
      ) : (
        <ScrollList
          count={items.length}
          selected={selected}
          rows={listRows}
          row={(index) => {
            const item = items[index];
            if (item === undefined) return null;
            const { mark, label, text } = welcomeText(item, now);
            return (
              <Line
                selected={index === selected}
                sign={mark.sign}
                signColor={mark.color}
                text={`${fit(label, 9)}${text}`}
              />
            );
          }}
        />
      )}
      <Line text="" />
      {naming ? (
        <TextField label="Name of the profile:" columns={columns} onSubmit={name} onCancel={() => setNaming(false)} />
      ) : null}
      <Line text={note ?? message ?? ''} color="yellow" />
    </Frame>
  );
}
