import { Text } from 'ink';
import { type ReactNode, useMemo, useReducer } from 'react';
import type { CommandResult, State } from '../core/index.ts';
import { BucketBars } from './components/BucketBars.tsx';
import { Choice } from './components/Choice.tsx';
import { ErrorPanel } from './components/ErrorPanel.tsx';
import { Frame } from './components/Frame.tsx';
import { Line } from './components/Line.tsx';
import { LogLines } from './components/LogLines.tsx';
import { MigrateSummary } from './components/MigrateSummary.tsx';
import { StepTable } from './components/StepTable.tsx';
import { TableBars } from './components/TableBars.tsx';
import { Working } from './components/Working.tsx';
import { useNow } from './hooks/useClock.ts';
import { useViewport } from './hooks/useViewport.ts';
import { type Binding, guardBindings, keys, movement } from './keys.ts';
import { orderBuckets } from './views/buckets.ts';
import { initialMigrateView, orderTables, paneAfter, reduceMigrate, stageOf } from './views/migrate.ts';

interface Props {
  readonly state: State;
  /** True while the run's command is under way. */
  readonly busy: boolean;
  readonly result: CommandResult | undefined;
  readonly onPause: () => void;
  readonly onProceed: () => void;
  /** Goes on with the run after it stopped or failed. */
  readonly onResume: () => void;
  /** Stops at a safe point, keeps everything and leaves the program. */
  readonly onStop: () => void;
  /** The plan of the rollback is shown, and it begins unless a key calls it off. */
  readonly onRollback: () => void;
  readonly onQuit: () => void;
}

const fewestLogRows = 3;

/** The run: how far, how fast, what is wrong, and what is safe to press. */
export function Migrate({
  state,
  busy,
  result,
  onPause,
  onProceed,
  onResume,
  onStop,
  onRollback,
  onQuit,
}: Props): ReactNode {
  const { columns, bodyRows } = useViewport();
  const now = useNow(1000);
  const [view, dispatch] = useReducer(reduceMigrate, initialMigrateView);
  const tables = useMemo(() => orderTables(state.tables), [state.tables]);
  const buckets = useMemo(() => orderBuckets(state.buckets), [state.buckets]);
  const stage = stageOf(state, busy, result);
  const storage = buckets.length > 0;
  const counts = { tables: tables.length, storage: buckets.length, steps: state.steps.size, log: state.log.length };
  const count = counts[view.pane];
  const selected = Math.min(view.selected, Math.max(0, count - 1));
  const failure = state.failures.at(-1);
  const error = busy ? undefined : (result?.error ?? undefined);
  const shownError =
    error ?? (failure === undefined ? undefined : { ...failure, message: `${failure.label}: ${failure.message}` });
  const errorRows = shownError === undefined ? 0 : 3;
  // The question is about a run that is under way: it goes with it.
  const isAsking = busy && view.guard === 'interrupt';
  const guardRows = isAsking ? 5 : 0;
  const paneRows = Math.max(2, bodyRows - 5 - errorRows - guardRows - (view.pane === 'log' ? 0 : fewestLogRows + 1));
  const logRows = fewestLogRows + Math.max(0, paneRows - Math.max(1, count + 1));
  const close = (): void => dispatch({ type: 'guard', guard: 'nothing' });
  const resume = (): void => {
    close();
    onResume();
  };
  const ended = stage === 'stopped' || stage === 'failed';

  const pause = (): void => {
    if (stage === 'stopped') resume();
    else if (stage === 'paused' || stage === 'pausing') onProceed();
    else if (stage === 'running') onPause();
  };
  const interrupt = (): void => (busy ? dispatch({ type: 'guard', guard: 'interrupt' }) : onQuit());
  const bindings: readonly Binding[] = isAsking
    ? guardBindings('go on', close)
    : [
        ...(stage === 'failed'
          ? []
          : [
              {
                key: keys.pause,
                hint: stage === 'paused' || stage === 'pausing' || stage === 'stopped' ? 'continue' : 'pause',
                help: 'Pauses: no further step begins; again: goes on',
                run: pause,
              },
            ]),
        ...(ended
          ? [
              {
                key: keys.retry,
                hint: 'retry failed',
                help: 'Goes on, and tries the failed steps again',
                run: resume,
              },
              {
                key: keys.rollback,
                hint: 'roll back',
                help: 'Shows the plan of the rollback; five seconds to call it off',
                run: onRollback,
              },
            ]
          : []),
        {
          key: keys.log,
          hint: view.pane === 'log' ? 'tables' : 'log',
          help: 'Shows the log, or the tables again',
          run: () => dispatch({ type: 'log' }),
        },
        {
          key: keys.next,
          ...(view.pane !== 'log' && { hint: paneAfter(view.pane, storage) }),
          help: 'Tables, the files of Storage, or the steps under way',
          run: () => dispatch({ type: 'next-pane', storage }),
        },
        { key: keys.move, hint: 'scroll', help: 'Scrolls', run: () => undefined },
        {
          key: keys.interrupt,
          hint: busy ? 'stop…' : 'leave',
          help: 'Pause here, go on, or abort and roll back',
          run: interrupt,
        },
        { key: keys.quit, help: 'The same as Ctrl-C', run: interrupt },
        ...(view.pane === 'log'
          ? // The log's place is counted from its newest line, which is the lowest.
            movement(count - 1 - selected, count, paneRows, (index) =>
              dispatch({ type: 'select', index: count - 1 - index }),
            )
          : movement(selected, count, paneRows - 1, (index) => dispatch({ type: 'select', index }))),
      ];
  return (
    <Frame title="Migrate" step={5} bindings={bindings} captured={isAsking}>
      <MigrateSummary state={state} stage={stage} now={now} columns={columns} />
      {shownError === undefined ? null : <ErrorPanel error={shownError} columns={columns} rows={errorRows} />}
      {isAsking ? (
        <>
          <Choice
            question="The run is under way. What now?"
            options={[
              { label: 'pause here, keep everything, and leave: cutover resume goes on', run: onStop },
              { label: 'go on', run: close },
              { label: 'abort and roll back', run: onRollback },
            ]}
            onCancel={close}
          />
          <Line text="" />
        </>
      ) : null}
      {stage === 'starting' ? (
        <Working text="Checking once more, then reading the source's schema" />
      ) : view.pane === 'tables' ? (
        <TableBars tables={tables} state={state} selected={selected} rows={paneRows} columns={columns} now={now} />
      ) : view.pane === 'storage' ? (
        <BucketBars buckets={buckets} state={state} selected={selected} rows={paneRows} columns={columns} now={now} />
      ) : view.pane === 'steps' ? (
        <StepTable state={state} selected={selected} rows={paneRows} columns={columns} />
      ) : null}
      {view.pane === 'log' ? (
        <LogLines log={state.log} rows={paneRows} up={selected} />
      ) : (
        <>
          <Text dimColor>last log lines</Text>
          <LogLines log={state.log} rows={logRows} up={0} />
        </>
      )}
    </Frame>
  );
}
