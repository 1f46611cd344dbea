import { type ReactNode, useMemo, useState } from 'react';
import type { CommandResult, State } from '../core/index.ts';
import { Choice } from './components/Choice.tsx';
import { type Column, DataTable } from './components/DataTable.tsx';
import { ErrorPanel } from './components/ErrorPanel.tsx';
import { Frame } from './components/Frame.tsx';
import { Headline, headlineLines } from './components/Headline.tsx';
import { Line } from './components/Line.tsx';
import { Working } from './components/Working.tsx';
import { useViewport } from './hooks/useViewport.ts';
import { type Binding, guardBindings, keys, movement } from './keys.ts';
import { countText, plural } from './text/sizes.ts';
import { wrapLines } from './text/width.ts';
import { finishedLines, type VerifyLine, verifyLines, verifyVerdict } from './views/verify.ts';

interface Props {
  readonly state: State;
  readonly busy: boolean;
  readonly result: CommandResult | undefined;
  readonly onFinish: () => void;
  /** The plan of the rollback is shown, and it begins unless a key calls it off. */
  readonly onRollback: () => void;
  readonly onAgain: () => void;
  /** Stops at a safe point, keeps everything and leaves the program. */
  readonly onStop: () => void;
  readonly onQuit: () => void;
}

/** What was compared, differences first, and the verdict in one line. */
export function Verify({ state, busy, result, onFinish, onRollback, onAgain, onStop, onQuit }: Props): ReactNode {
  const { columns, bodyRows } = useViewport();
  const rows = useMemo(() => (busy ? verifyLines(state) : finishedLines(state)), [state, busy]);
  const verdict = verifyVerdict(state, busy, result);
  const [selected, setSelected] = useState(0);
  const [guard, setGuard] = useState(false);
  // The question is about a verification that is under way: it goes with it.
  const isAsking = busy && guard;
  const close = (): void => setGuard(false);
  const again = (): void => {
    close();
    onAgain();
  };
  const row = rows[Math.min(selected, rows.length - 1)]?.row();
  const { tables, items } = state.verification;
  const error = busy ? undefined : result?.error;
  const errorRows = error === undefined ? 0 : 3;
  const listRows = Math.max(2, bodyRows - 7 - (busy ? 1 : headlineLines(verdict.text, columns).length) - errorRows);
  const interrupt = (): void => (busy ? setGuard(true) : onQuit());
  const bindings: readonly Binding[] = isAsking
    ? guardBindings('go on', close)
    : [
        ...(busy
          ? []
          : [
              {
                key: keys.finish,
                hint: 'finish',
                help: 'Finishes: what was moved, and what is left to do',
                run: onFinish,
              },
              { key: keys.enter, help: 'The same as f', run: onFinish },
              {
                key: keys.rollback,
                hint: 'roll back',
                help: 'Shows the plan of the rollback; five seconds to call it off',
                run: onRollback,
              },
              { key: keys.again, hint: 'verify again', help: 'Compares everything again', run: again },
            ]),
        { key: keys.move, hint: 'move', help: 'Select another line', run: () => undefined },
        { key: keys.interrupt, hint: busy ? 'stop…' : 'leave', help: 'Leaves; everything is kept', run: interrupt },
        { key: keys.quit, help: 'The same as Ctrl-C', run: interrupt },
        ...movement(selected, rows.length, listRows - 1, setSelected),
      ];
  const table: readonly Column<VerifyLine>[] = [
    { title: 'compared', cell: (line) => line.row().name },
    { title: 'source', width: columns >= 100 ? 12 : 9, align: 'right', cell: (line) => line.row().source },
    { title: 'target', width: columns >= 100 ? 12 : 9, align: 'right', cell: (line) => line.row().target },
    { title: 'result', width: Math.max(28, Math.floor(columns / 3)), cell: (line) => line.row().text },
  ];
  return (
    <Frame title="Verify" step={6} bindings={bindings} captured={isAsking}>
      {busy ? (
        <Working text={verdict.text} />
      ) : (
        <Headline sign={verdict.mark.sign} color={verdict.mark.color} text={verdict.text} columns={columns} />
      )}
      <Line
        text={`${plural(tables.length, 'table')}, ${countText(tables.reduce((sum, item) => sum + item.sourceRows, 0))} rows on the source, ${countText(tables.reduce((sum, item) => sum + item.targetRows, 0))} on the target, ${plural(items.length, 'other item')}`}
      />
      {error === undefined ? null : <ErrorPanel error={error} columns={columns} rows={errorRows} />}
      {isAsking ? (
        <Choice
          question="The verification is under way. What now?"
          options={[
            { label: 'stop here, keep everything, and leave', run: onStop },
            { label: 'go on', run: close },
            { label: 'abort and roll back', run: onRollback },
          ]}
          onCancel={close}
        />
      ) : (
        <Line text="" />
      )}
      <DataTable
        columns={table}
        items={rows}
        width={columns}
        rows={isAsking ? Math.max(2, listRows - 3) : listRows}
        selected={selected}
        sign={(item) => item.mark}
      />
      <Line text="" />
      {row === undefined || isAsking
        ? null
        : wrapLines(`${row.name}: ${row.text}`, columns, 3).map((line) => <Line key={line} text={line} dim />)}
    </Frame>
  );
}
