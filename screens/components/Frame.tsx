import { Box, Text, useIsScreenReaderEnabled } from 'ink';
import { type ReactNode, useState } from 'react';
import { useNow } from '../hooks/useClock.ts';
import { useKeys } from '../hooks/useKeys.ts';
import { useShell } from '../hooks/useShell.ts';
import { useViewport } from '../hooks/useViewport.ts';
import { type Binding, keys } from '../keys.ts';
import { fit, shorten, widthOf } from '../text/width.ts';
import { windowText } from '../text/window.ts';
import { Help } from './Help.tsx';
import { KeyHints } from './KeyHints.tsx';

interface Props {
  readonly title: string;
  /** Place among the seven steps; left out for a screen that is none of them. */
  readonly step?: number;
  /** What each key does now: bound here, named in the key line and in the help. */
  readonly bindings: readonly Binding[];
  /** True while a field or a question has the keys: the frame reacts to Ctrl-C alone then. */
  readonly captured?: boolean;
  readonly children: ReactNode;
}

/** Header, body and key line, exactly as tall as the terminal whatever the body holds. */
export function Frame({ title, step, bindings, captured = false, children }: Props): ReactNode {
  const shell = useShell();
  const { columns, rows, bodyRows } = useViewport();
  const [help, setHelp] = useState(false);
  const reader = useIsScreenReaderEnabled();
  const own = new Set(bindings.map((binding) => binding.key));
  const all = [...bindings, ...shell.globals.filter((binding) => !own.has(binding.key))];
  const helpBinding: Binding = { key: keys.help, hint: 'help', help: 'This help', run: () => setHelp(true) };
  const interrupt = all.filter((binding) => binding.key === keys.interrupt);
  const closing: readonly Binding[] = [
    {
      key: { label: 'Esc', on: ['esc', '?', 'enter', 'q'] },
      hint: 'close the help',
      help: '',
      run: () => setHelp(false),
    },
    ...interrupt,
  ];
  const active = captured ? interrupt : [...all, helpBinding];
  useKeys(help ? closing : active);
  return (
    <Box flexDirection="column" width={columns} height={reader ? undefined : rows} overflow="hidden">
      <Header title={title} step={step} columns={columns} />
      <Rule columns={columns} />
      <Box flexDirection="column" height={reader ? undefined : bodyRows} overflow="hidden" flexShrink={0}>
        {/* As tall as it is, and cut off below: squeezed, its lines would be drawn upon each other. */}
        <Box flexDirection="column" flexShrink={0}>
          {help ? <Help bindings={[...all, helpBinding]} rows={bodyRows} columns={columns} /> : children}
        </Box>
      </Box>
      <Rule columns={columns} />
      <KeyHints bindings={help ? closing : captured ? bindings : [...all, helpBinding]} columns={columns} />
    </Box>
  );
}

function Rule({ columns }: { readonly columns: number }): ReactNode {
  return useIsScreenReaderEnabled() ? null : <Text dimColor>{'─'.repeat(columns)}</Text>;
}

function Header({ title, step, columns }: { title: string; step: number | undefined; columns: number }): ReactNode {
  const shell = useShell();
  const reader = useIsScreenReaderEnabled();
  // A screen reader reads every change aloud: its clock moves by the minute.
  const now = useNow(reader ? 60_000 : 1000);
  const place = step === undefined ? title : `step ${step}/7 ${title}`;
  const clock = shell.profile === '' ? '' : ` · ${windowText(shell.window, now)}`;
  const right = `${place}${clock}`;
  const word = shell.environment?.toUpperCase() ?? '';
  const name = shorten(
    shell.profile === '' ? 'cutover' : `cutover · ${shell.profile}`,
    Math.max(8, columns - widthOf(right) - word.length - 4),
  );
  const gap = Math.max(1, columns - widthOf(name) - (word === '' ? 0 : word.length + 3) - widthOf(right));
  const ends =
    shell.source === '' && shell.target === ''
      ? ''
      : `${shell.source || '(no source)'} → ${shell.target || '(no target)'}`;
  return (
    <>
      <Text wrap="truncate-end">
        <Text bold>{name}</Text>
        {word === '' ? null : (
          <>
            {' '}
            <Text bold inverse={word === 'PRODUCTION'} color={word === 'PRODUCTION' ? 'red' : 'cyan'}>
              {` ${word} `}
            </Text>
          </>
        )}
        {' '.repeat(gap)}
        {right}
      </Text>
      <Text wrap="truncate-end" dimColor={ends === ''}>
        {fit(
          ends === '' ? 'moves a database from Supabase to PostgreSQL of your own' : shorten(ends, columns, 'middle'),
          columns,
        )}
      </Text>
    </>
  );
}
