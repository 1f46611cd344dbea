import { type ReactNode, useEffect } from 'react';
import { manualItems, manualPrefix, type Profile, type RunOptions, type State } from '../core/index.ts';
import { Checklist } from '../screens/Checklist.tsx';
import { Connect } from '../screens/Connect.tsx';
import { Done } from '../screens/Done.tsx';
import { Estimate } from '../screens/Estimate.tsx';
import { Migrate } from '../screens/Migrate.tsx';
import { Rollback } from '../screens/Rollback.tsx';
import { Verify } from '../screens/Verify.tsx';
import { type Choices, isLeftOut, patternOf } from '../screens/views/estimate.ts';
import { backFrom, type Route } from './router.ts';
import { type CommandName, nothingLeftOut, type Session, type Sessions } from './sessions.ts';

interface Props {
  readonly route: Route;
  readonly session: Session;
  readonly state: State;
  readonly sessions: Sessions;
  /** Run options as flags gave them, before the operator's choices. */
  readonly options: RunOptions;
  readonly notice: string | undefined;
  readonly onSave: (profile: Profile) => void;
  readonly onRoute: (route: Route) => void;
  readonly onDrift: () => void;
  readonly onQuit: () => void;
}

/** The command that a screen begins with when nothing has run for it yet. */
function firstCommand(route: Route, session: Session, state: State): CommandName | undefined {
  const { command, engine } = session;
  const free = engine !== undefined && (command === undefined || command.result !== undefined);
  if (!free) return undefined;
  if (route === 'connect' || route === 'checklist') {
    if (command === undefined && state.checks.length === 0) return 'check';
    // What production needs beside two databases that fit is looked at when the operator comes to it, not before.
    const isOpen = route === 'checklist' && session.profile.environment === 'production' && !isLookedAt(state);
    return isOpen && command?.name !== 'checklist' ? 'checklist' : undefined;
  }
  if (route === 'estimate')
    return session.estimate === undefined && command?.name !== 'estimate' ? 'estimate' : undefined;
  return undefined;
}

/** The last thing of the checklist: the frozen writes. */
function isLookedAt({ checks }: State): boolean {
  return checks.some(({ id, state }) => id === 'writes-frozen' && state !== 'running');
}

/** A run that is to be gone on with is no leftover. */
function withoutLeftover(state: State): State {
  return { ...state, checks: state.checks.filter((check) => check.id !== 'leftover-run') };
}

/** The screens that work on a session. What a screen wants is a command or a change of the session. */
export function SessionScreens({
  route,
  session,
  state,
  sessions,
  options,
  notice,
  onSave,
  onRoute,
  onDrift,
  onQuit,
}: Props): ReactNode {
  const { command, profile, connections } = session;
  const busy = command !== undefined && command.result === undefined;
  const result = command?.result;
  const items = manualItems(profile);
  const reasons = Object.fromEntries(Object.entries(session.said.overrides).map(([id, { reason }]) => [id, reason]));
  const first = firstCommand(route, session, state);
  useEffect(() => {
    if (first !== undefined) sessions.start(first);
  }, [sessions, first]);
  useEffect(() => {
    if (route === 'estimate' && state.estimate !== undefined && session.estimate === undefined) {
      sessions.keepEstimate(state.estimate);
    }
  }, [sessions, route, state.estimate, session.estimate]);

  const go = (to: Route, name: CommandName): void => {
    sessions.start(name);
    onRoute(to);
  };
  const back = (): void => {
    const to = backFrom(route);
    if (to === undefined) return;
    if (to === 'welcome') sessions.leave();
    onRoute(to);
  };
  /** Stops what runs at a safe point, and goes on only when it has stopped. */
  const stopThen = (next: () => void): void => {
    void sessions.stop().then(next);
  };
  const showRollback = (): void => {
    sessions.planRollback();
    onRoute('rollback');
  };
  const again = (): void => {
    // A new engine: connections that were refused once must not be kept.
    sessions.change({});
    sessions.start(route === 'checklist' && profile.environment === 'production' ? 'checklist' : 'check');
  };
  const leaveOut = (choices: Choices): void => {
    const left = (session.estimate?.tables ?? []).filter((table) => isLeftOut(table, choices));
    const excludeTables = [...options.excludeTables, ...left.map((table) => patternOf(table.table))];
    if (excludeTables.join('\n') !== session.options.excludeTables.join('\n')) {
      sessions.change({ options: { ...session.options, excludeTables }, choices });
    }
    onRoute('checklist');
  };

  switch (route) {
    case 'connect':
      return (
        <Connect
          profile={profile}
          ends={connections}
          state={session.runId === undefined ? state : withoutLeftover(state)}
          busy={busy}
          result={result}
          notice={notice}
          next={
            session.runId === undefined
              ? 'estimate'
              : session.resume
                ? `resume run ${session.runId}`
                : `open run ${session.runId}`
          }
          onChange={(changed, ends) => {
            // Other databases have other tables and other failures: what was left out or overridden goes.
            sessions.change({ profile: changed, connections: ends, options, choices: nothingLeftOut });
            sessions.keepEstimate(undefined);
            if (session.demo === undefined) {
              onSave({ ...changed, source: ends.sourceUrl, target: ends.targetUrl });
            }
          }}
          onAgain={again}
          onDrift={onDrift}
          onNext={() => {
            if (session.runId === undefined) onRoute('estimate');
            else if (session.resume) go('migrate', 'resume');
            else go('verify', 'verify');
          }}
          onBack={back}
        />
      );
    case 'estimate':
      return (
        <Estimate
          estimate={session.estimate}
          state={state}
          busy={busy}
          result={result}
          choices={session.choices}
          secondsWithout={session.secondsWithout}
          onNext={leaveOut}
          onAgain={() => {
            sessions.change({ options });
            sessions.keepEstimate(undefined);
          }}
          onBack={back}
        />
      );
    case 'checklist':
      return (
        <Checklist
          facts={{
            checks: state.checks.filter(({ id }) => !id.startsWith(manualPrefix)),
            manual: items.map(({ item }) => item),
            ticked: new Set(items.filter(({ id }) => session.said.ticks[id]).map(({ item }) => item)),
            overrides: { ...session.options.overrides, ...reasons },
            environment: profile.environment,
            busy,
          }}
          result={result}
          targetDatabase={state.target?.database ?? ''}
          onTick={(item) => sessions.tick(items.find((each) => each.item === item)?.id ?? item)}
          onTickBackup={() => {
            sessions.tick('backup');
            sessions.start('checklist');
          }}
          onOverride={sessions.override}
          onGo={() => go('migrate', 'run')}
          onAgain={again}
          onBack={back}
        />
      );
    case 'migrate':
      return (
        <Migrate
          state={state}
          busy={busy}
          result={result}
          onPause={() => session.engine?.pause()}
          onProceed={() => session.engine?.proceed()}
          onResume={() => sessions.start('resume')}
          onStop={() => stopThen(onQuit)}
          onRollback={showRollback}
          onQuit={onQuit}
        />
      );
    case 'verify':
      return (
        <Verify
          state={state}
          busy={busy}
          result={result}
          onFinish={() => onRoute('done')}
          onRollback={showRollback}
          onAgain={() => sessions.start('verify')}
          onStop={() => stopThen(onQuit)}
          onQuit={onQuit}
        />
      );
    case 'rollback':
      return (
        <Rollback
          state={state}
          busy={busy}
          result={result}
          planning={session.planning}
          onGo={sessions.goRollback}
          onCancel={() => {
            sessions.callOffRollback();
            // A run that has come to its verdict meanwhile leads on to Verify by itself.
            onRoute(command?.name === 'verify' ? 'verify' : 'migrate');
          }}
          onFinish={() => onRoute('done')}
          onAgain={() => sessions.start('rollback')}
          onStop={() => stopThen(onQuit)}
          onQuit={onQuit}
        />
      );
    case 'done':
      return (
        <Done
          facts={{
            state,
            result: sessions.ending()?.result,
            profile,
            options: { ...session.options, overrides: { ...session.options.overrides, ...reasons } },
            runId: session.runId,
            sample: session.demo !== undefined,
          }}
          onQuit={onQuit}
          onWelcome={() => {
            sessions.leave();
            onRoute('welcome');
          }}
        />
      );
    default:
      return null;
  }
}
