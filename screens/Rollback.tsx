import { type ReactNode, useState } from 'react';
import type { CommandResult, State } from '../core/index.ts';
import { Choice } from './components/Choice.tsx';
import { Countdown } from './components/Countdown.tsx';
import { ErrorPanel } from './components/ErrorPanel.tsx';
import { Frame } from './components/Frame.tsx';
import { Headline } from './components/Headline.tsx';
import { Line } from './components/Line.tsx';
import { LogLines } from './components/LogLines.tsx';
import { ScrollList } from './components/ScrollList.tsx';
import { Working } from './components/Working.tsx';
import { useNow } from './hooks/useClock.ts';
import { useViewport } from './hooks/useViewport.ts';
import { type Binding, guardBindings, keys } from './keys.ts';
import { durationText } from './text/durations.ts';
import { headline } from './text/headline.ts';
import { countText, plural } from './text/sizes.ts';
import { wrapLines } from './text/width.ts';
import { secondsSince } from './views/migrate.ts';
import { isTakenBack, rollbackLines, rollbackSize } from './views/rollback.ts';

interface Props {
  readonly state: State;
  readonly busy: boolean;
  readonly result: CommandResult | undefined;
  /** The plan is being read, is shown, or could not be read; undefined once the rollback itself has begun. */
  readonly planning: { readonly result: CommandResult | undefined; readonly going: boolean } | undefined;
  /** The countdown is over. */
  readonly onGo: () => void;
  readonly onCancel: () => void;
  readonly onFinish: () => void;
  readonly onAgain: () => void;
  readonly onStop: () => void;
  readonly onQuit: () => void;
}

const rollbackSeconds = 5;
/** Lines that one sentence of the plan may take. */
const longestLine = 2;

/** The way back: its plan and five seconds to call it off, then how it goes, and how it ended. */
export function Rollback(props: Props): ReactNode {
  return props.planning === undefined ? <Underway {...props} /> : <Planned {...props} planning={props.planning} />;
}

function Planned({
  state,
  planning,
  onGo,
  onCancel,
}: Props & { readonly planning: NonNullable<Props['planning']> }): ReactNode {
  const { columns, bodyRows } = useViewport();
  const { result } = planning;
  const plan = result?.outcome === 'verified' ? state.rollbackPlan : undefined;
  if (planning.going) {
    const bindings: readonly Binding[] = [
      { key: keys.back, hint: 'call it off', help: 'Stops what runs, and rolls nothing back', run: onCancel },
      { key: keys.interrupt, help: 'The same as Esc', run: onCancel },
      { key: keys.quit, help: 'The same as Esc', run: onCancel },
    ];
    return (
      <Frame title="Rollback" bindings={bindings}>
        <Working text="What still runs is stopped at a safe point first" />
      </Frame>
    );
  }
  if (plan === undefined) {
    const bindings: readonly Binding[] = [
      { key: keys.back, hint: 'back', help: 'Back; nothing was changed', run: onCancel },
      { key: keys.interrupt, help: 'The same as Esc', run: onCancel },
    ];
    return (
      <Frame title="Rollback" bindings={bindings}>
        {result?.error === undefined ? (
          <Working text="Reading what the rollback will do" />
        ) : (
          <ErrorPanel error={result.error} columns={columns} rows={bodyRows} />
        )}
      </Frame>
    );
  }
  const all = rollbackLines(plan).flatMap((text) => wrapLines(text, columns - 2, longestLine));
  const room = bodyRows - 2;
  const more = `… and ${all.length - room + 1} more lines: cutover rollback shows them all`;
  const lines = all.length > room ? [...all.slice(0, room - 1), more] : all;
  return (
    <Frame title="Rollback" bindings={guardBindings('or any key: call it off', onCancel)} captured>
      <Countdown
        seconds={rollbackSeconds}
        text={`The rollback of ${plan.database} begins`}
        onDone={onGo}
        onCancel={onCancel}
      />
      <Line text={rollbackSize(plan)} bold />
      <ScrollList count={lines.length} selected={0} rows={room} row={(index) => <Line text={lines[index] ?? ''} />} />
    </Frame>
  );
}

function Underway({ state, busy, result, onFinish, onAgain, onStop, onQuit }: Props): ReactNode {
  const { columns, bodyRows } = useViewport();
  const now = useNow(1000);
  const [asked, setAsked] = useState(false);
  const guard = busy && asked;
  const phase = state.phases.find((candidate) => candidate.phase === 'rollback');
  const steps = [...state.steps.values()].filter((step) => step.phase === 'rollback' && step.state === 'running');
  const takenBack = !busy && isTakenBack(state, result);
  const failed = !busy && result !== undefined && !takenBack;
  const close = (): void => setAsked(false);
  const again = (): void => {
    close();
    onAgain();
  };
  const interrupt = (): void => (busy ? setAsked(true) : onQuit());
  const bindings: readonly Binding[] = guard
    ? guardBindings('go on', close)
    : [
        ...(takenBack
          ? [
              { key: keys.enter, hint: 'finish', help: 'Finishes', run: onFinish },
              { key: keys.finish, help: 'The same as Enter', run: onFinish },
            ]
          : []),
        ...(failed ? [{ key: keys.again, hint: 'try again', help: 'Goes on with the rollback', run: again }] : []),
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
  const reminders = takenBack
    ? (state.rollbackPlan?.reminders ?? []).flatMap((text) => wrapLines(`By hand: ${text}`, columns - 2, 2))
    : [];
  return (
    <Frame title="Rollback" bindings={bindings} captured={guard}>
      {takenBack && result?.outcome === 'rolled-back' ? (
        <Headline sign="✔" color="green" text={headline('ROLLED BACK', result.verdict)} columns={columns} />
      ) : takenBack ? (
        <Headline sign="✖" color="red" text={headline('NOT AS IT WAS', result?.verdict ?? '')} columns={columns} />
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
      {reminders.map((text) => (
        <Line key={text} text={text} />
      ))}
      <Line text="" />
      <LogLines log={state.log} rows={Math.max(1, bodyRows - 9 - shown.length - reminders.length)} up={0} />
    </Frame>
  );
}
