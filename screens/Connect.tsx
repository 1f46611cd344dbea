import { Text } from 'ink';
import { type ReactNode, useMemo, useState } from 'react';
import type { CommandResult, EndpointState, Profile, State } from '../core/index.ts';
import { ErrorPanel } from './components/ErrorPanel.tsx';
import { Frame } from './components/Frame.tsx';
import { Line } from './components/Line.tsx';
import { TextField } from './components/TextField.tsx';
import { Working } from './components/Working.tsx';
import { useViewport } from './hooks/useViewport.ts';
import { type Binding, keys, movement } from './keys.ts';
import { marks } from './text/marks.ts';
import { fit } from './text/width.ts';
import { type CheckLine, changeSetting, checkLines, type Ends, endpointText, settingsOf } from './views/connect.ts';

interface Props {
  readonly profile: Profile;
  readonly ends: Ends;
  readonly state: State;
  /** True while the checks run. */
  readonly busy: boolean;
  readonly result: CommandResult | undefined;
  /** What an earlier action came to, where it needs saying. */
  readonly notice: string | undefined;
  /** What Enter leads to: the estimate, or a run that is to be resumed or looked at. */
  readonly next: string;
  readonly onChange: (profile: Profile, ends: Ends) => void;
  readonly onAgain: () => void;
  readonly onNext: () => void;
  readonly onDrift: () => void;
  readonly onBack: () => void;
}

/** Both ends, what was found there, and what to do where something is wrong. */
export function Connect({
  profile,
  ends,
  state,
  busy,
  result,
  notice,
  next,
  onChange,
  onAgain,
  onNext,
  onDrift,
  onBack,
}: Props): ReactNode {
  const { columns, bodyRows } = useViewport();
  const settings = useMemo(() => settingsOf(profile, ends), [profile, ends]);
  const [selected, setSelected] = useState(0);
  const [editing, setEditing] = useState(false);
  const [note, setNote] = useState<string>();
  const setting = settings[selected];
  const ready = state.source !== undefined && state.target !== undefined && !busy;
  const lines = useMemo(() => checkLines(state.checks, columns), [state.checks, columns]);
  const [top, setTop] = useState(0);
  const error = busy ? undefined : result?.error;
  // An error that a check tells as well needs no panel of its own.
  const panel = error !== undefined && !state.checks.some((check) => check.state === 'fail') ? error : undefined;

  const apply = (text: string): void => {
    if (setting === undefined) return;
    const change = changeSetting(profile, ends, setting.id, text);
    if (!change.ok) return setNote(change.reason);
    setEditing(false);
    setNote(undefined);
    setTop(0);
    onChange(change.profile, change.ends);
  };
  const again = (): void => {
    if (busy) return;
    setTop(0);
    onAgain();
  };
  const edit = (): void => (setting?.id === 'environment' ? apply('') : setEditing(true));
  const goOn = (): void => {
    if (ready) onNext();
    else
      setNote(
        busy ? 'The checks are still running.' : 'Both ends must answer first: e edits a setting, r tries again.',
      );
  };
  const checkRows = Math.max(1, bodyRows - settings.length - 4 - (panel === undefined ? 0 : 4));
  // One line of them says how many are out of sight.
  const page = Math.max(1, checkRows - 1);
  const lastTop = Math.max(0, lines.length - page);
  const from = lines.length <= checkRows ? 0 : Math.min(top, lastTop);
  const bindings: readonly Binding[] = editing
    ? [
        { key: keys.enter, hint: 'take it', help: '', run: () => undefined },
        { key: keys.back, hint: 'leave it', help: '', run: () => undefined },
      ]
    : [
        { key: keys.enter, ...(ready && { hint: next }), help: `Goes on when both ends answer: ${next}`, run: goOn },
        { key: keys.edit, hint: 'edit', help: 'Edits the selected setting, or switches the environment', run: edit },
        { key: keys.again, hint: 'try again', help: 'Connects and checks again', run: again },
        {
          key: keys.drift,
          hint: 'drift',
          help: 'Compares the schemas of both ends, and those of this folder',
          run: onDrift,
        },
        { key: keys.move, hint: 'move', help: 'Select another setting', run: () => undefined },
        { key: keys.back, hint: 'back', help: 'Back to Welcome', run: onBack },
        {
          key: keys.pageDown,
          ...(from < lastTop && lines.length > checkRows && { hint: 'more checks' }),
          help: 'More of the checks',
          run: () => setTop(Math.min(lastTop, from + page)),
        },
        { key: keys.pageUp, help: 'Back in the checks', run: () => setTop(Math.max(0, from - page)) },
        ...movement(selected, settings.length, settings.length, setSelected),
      ];
  return (
    <Frame title="Connect" step={2} bindings={bindings} captured={editing}>
      {settings.map((row, index) =>
        editing && index === selected ? (
          <TextField
            key={row.id}
            label={fit(`  ${row.label}`, 18)}
            initial={row.initial}
            masked={row.masked}
            columns={columns}
            onSubmit={apply}
            onCancel={() => setEditing(false)}
          />
        ) : (
          <Line key={row.id} selected={index === selected} text={`${fit(row.label, 17)}${row.shown}`} />
        ),
      )}
      <Line text={note ?? notice ?? ''} color="yellow" />
      <End name="source" end={state.source} busy={busy} />
      <End name="target" end={state.target} busy={busy} />
      {panel === undefined ? null : <ErrorPanel error={panel} columns={columns} rows={4} />}
      <Line text="" />
      <CheckRows lines={lines} from={from} rows={checkRows} />
    </Frame>
  );
}

function End({ name, end, busy }: { name: string; end: EndpointState | undefined; busy: boolean }): ReactNode {
  if (end !== undefined)
    return <Line sign={marks.good.sign} signColor="green" text={`${name}: ${endpointText(end)}`} />;
  if (busy) return <Working text={`${name}: connecting`} />;
  return <Line sign={marks.bad.sign} signColor="red" text={`${name}: not connected`} />;
}

function CheckRows({
  lines,
  from,
  rows,
}: {
  readonly lines: readonly CheckLine[];
  readonly from: number;
  readonly rows: number;
}): ReactNode {
  const shown = lines.length > rows ? lines.slice(from, from + Math.max(1, rows - 1)) : lines;
  const after = lines.length - from - shown.length;
  return (
    <>
      {shown.map((line) =>
        line.running ? (
          <Working key={line.key} text={line.text} />
        ) : (
          <Line
            key={line.key}
            text={line.text}
            {...(line.mark !== undefined && { sign: line.mark.sign, signColor: line.mark.color })}
          />
        ),
      )}
      {shown.length < lines.length ? (
        <Text dimColor>{after > 0 ? `  … ${after} more lines: PgDn` : '  that is all: PgUp goes back'}</Text>
      ) : null}
    </>
  );
}
