import { type ReactNode, useState } from 'react';
import type { CommandResult, State } from '../core/index.ts';
import { Choice } from './components/Choice.tsx';
import { ErrorPanel } from './components/ErrorPanel.tsx';
import { Frame } from './components/Frame.tsx';
import { Headline } from './components/Headline.tsx';
import { Line } from './components/Line.tsx';
import { LogLines } from './components/LogLines.tsx';
import { Working } from './components/Working.tsx';
import { useNow } from './hooks/useClock.ts';
import { useViewport } from './hooks/useViewport.ts';
import { type Binding, guardBindings, keys } from './keys.ts';
import { durationText } from './text/durations.ts';
import { headline } from './text/headline.ts';
import { countText, plural } from './text/sizes.ts';
import { secondsSince } from './views/migrate.ts';

interface Props {
  readonly state: State;
  readonly busy: boolean;
  readonly result: CommandResult | undefined;
  readonly onFinish: () => void;
  readonly onAgain: () => void;
  readonly onStop: () => void;
  readonly onQuit: () => void;
}

/** The way back, as it goes, and how it ended. */
export function Rollback({ state, busy, result, onFinish, onAgain, onStop, onQuit }: Props): ReactNode {
  const { columns, bodyRows } = useViewport();
  const now = useNow(1000);
  const [guard, setGuard] = useState(false);
  const phase = state.phases.find((candidate) => candidate.phase === 'rollback');
  const steps = [...state.steps.values()].filter((step) => step.phase === 'rollback' && step.state === 'running');
  const done = !busy && result?.outcome === 'rolled-back';
  const failed = !busy && result !== undefined && !done;
  const close = (): void => setGuard(false);
  const interrupt = (): void => (busy ? setGuard(true) : onQuit());
  const bindings: readonly Binding[] = guard
    ? guardBindings('go on', close)
    : [
        ...(done
          ? [
              { key: keys.enter, hint: 'finish', help: 'Finishes', run: onFinish },
              { key: keys.finish, help: 'The same as Enter', run: onFinish },
            ]
          : []),
        ...(failed ? [{ key: keys.again, hint: 'try again', help: 'Goes on with the rollback', run: onAgain }] : []),
        {
          key: keys.interrupt,
          hint: busy ? 'stop…' : 'leave',
          help: 'Leaves; a rollback that is not over can be gone on with',
          run: interrupt,
        },
        { key: keys.quit, help: 'The same as Ctrl-C', run: interrupt },
      ];
  const elapsed = phase?.seconds ?? secondsSince(phase?.startedAt, now);
  const shown = steps.slice(0, 4);
  return (
    <Frame title="Rollback" bindings={bindings} captured={guard}>
      {done ? (
        <Headline sign="✔" color="green" text={headline('ROLLED BACK', result.verdict)} columns={columns} />
      ) : failed ? (
        <Headline sign="✖" color="red" text={headline('NOT ROLLED BACK', result.verdict)} columns={columns} />
      ) : (
        <Working text="ROLLING BACK: the target is being put back as it was" />
      )}
      <Line
        text={`${countText(phase?.stepsDone ?? 0)} of ${plural(phase?.steps ?? 0, 'step')} taken back · ${durationText(elapsed)}`}
      />
      {failed && result.error !== undefined ? <ErrorPanel error={result.error} columns={columns} rows={4} /> : null}
      {guard ? (
        <Choice
          question="The rollback is under way. What now?"
          options={[
            { label: 'go on to the end', run: close },
            { label: 'stop here and leave: cutover rollback goes on', run: onStop },
          ]}
          onCancel={close}
        />
      ) : null}
      {shown.map((step) => (
        <Line key={step.id} sign="▸" signColor="cyan" text={step.label} />
      ))}
      <Line text="" />
      <LogLines log={state.log} rows={Math.max(1, bodyRows - 9 - shown.length)} up={0} />
    </Frame>
  );
}
