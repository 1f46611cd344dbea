import { useApp } from 'ink';
import { type ReactNode, useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { type Profile, profileSchema, toCutoverError } from '../core/index.ts';
import { type Clock, ClockContext, systemClock } from '../screens/hooks/useClock.ts';
import { useEngine } from '../screens/hooks/useEngine.ts';
import { type Shell, ShellContext } from '../screens/hooks/useShell.ts';
import { Starting } from '../screens/Starting.tsx';
import { addressOf } from '../screens/text/urls.ts';
import { windowOf } from '../screens/text/window.ts';
import type { WelcomeItem } from '../screens/views/welcome.ts';
import { Welcome } from '../screens/Welcome.tsx';
import { globalBindings } from './keymap.ts';
import type { Connections, KnownRun, Program, WizardStart } from './program.ts';
import { DriftScreen } from './DriftScreen.tsx';
import { follow, type Route } from './router.ts';
import { SessionScreens } from './SessionScreens.tsx';
import { emptyStore, type Sessions } from './sessions.ts';

interface Props {
  readonly program: Program;
  readonly sessions: Sessions;
  readonly start?: WizardStart;
  readonly clock?: Clock;
}

/** What the drift screen compares, and where Esc leads from it. */
interface DriftOf {
  readonly connections: Connections;
  readonly back: Route;
}

/** The wizard: which screen is shown, and what surrounds it. The work is the session's and the engine's. */
export function App({ program, sessions, start, clock = systemClock }: Props): ReactNode {
  const { exit } = useApp();
  const session = useSyncExternalStore(sessions.subscribe, sessions.getState, sessions.getState);
  const state = useEngine(session?.engine?.store ?? emptyStore);
  const [chosen, setRoute] = useState<Route>(start === undefined ? 'welcome' : 'demo' in start ? 'demo' : 'connect');
  const [runs, setRuns] = useState<readonly KnownRun[]>();
  const [drift, setDrift] = useState<DriftOf>();
  const [message, setMessage] = useState<string>();
  const [progress, setProgress] = useState('Starting the sample');
  const route = follow(chosen, state, session?.command);
  if (route !== chosen) setRoute(route);

  useEffect(() => {
    if (route !== 'welcome') return;
    let left = false;
    program.runs().then(
      (found) => !left && setRuns(found),
      (error: unknown) => {
        if (left) return;
        setRuns([]);
        setMessage(`The list of runs cannot be read: ${toCutoverError(error).message}`);
      },
    );
    return () => {
      left = true;
    };
  }, [program, route]);

  useEffect(() => {
    if (route !== 'demo') return;
    let left = false;
    program
      .startDemo((line) => !left && setProgress(line))
      .then(
        (demo) => {
          // Left while the servers started: nobody else knows them, so they end here.
          if (left) return void demo.stop();
          sessions.open({ profile: demo.profile, connections: demo, demo });
          setRoute('connect');
        },
        (error: unknown) => {
          if (left) return;
          const { message, hint } = toCutoverError(error);
          setMessage(`The sample could not be started: ${message} ${hint}`);
          setRoute('welcome');
        },
      );
    return () => {
      left = true;
    };
  }, [program, sessions, route]);

  const open = (item: Exclude<WelcomeItem, { kind: 'past' | 'new' }>): void => {
    setMessage(undefined);
    if (item.kind === 'demo') return setRoute('demo');
    const { profile } = item;
    const run = item.kind === 'profile' ? undefined : { runId: item.run.summary.runId, resume: item.kind === 'resume' };
    sessions.open({ profile, connections: program.connections(profile), ...(run !== undefined && { run }) });
    setRoute('connect');
  };
  const save = (profile: Profile): void => {
    try {
      program.saveProfile(profile);
      setMessage(undefined);
    } catch (error) {
      setMessage(`The profile is not saved: ${toCutoverError(error).message}`);
    }
  };
  const create = (name: string): void => {
    const profile = profileSchema.parse({ name });
    save(profile);
    sessions.open({ profile, connections: { sourceUrl: '', targetUrl: '' } });
    setRoute('connect');
  };
  const readDrift = useCallback(
    () => program.readDrift(drift?.connections ?? { sourceUrl: '', targetUrl: '' }),
    [program, drift],
  );
  const showDrift = (connections: Connections, back: Route): void => {
    setDrift({ connections, back });
    setRoute('drift');
  };
  const shell = useMemo((): Shell => {
    const urls = session?.connections;
    return {
      profile: session?.profile.name ?? '',
      environment: session?.profile.environment,
      source: state.source?.address ?? addressOf(urls?.sourceUrl ?? ''),
      target: state.target?.address ?? addressOf(urls?.targetUrl ?? ''),
      window: windowOf(session?.profile ?? {}, state.run?.startedAt),
      globals: globalBindings(() => exit()),
    };
  }, [session?.profile, session?.connections, state.source, state.target, state.run?.startedAt, exit]);

  return (
    <ClockContext value={clock}>
      <ShellContext value={shell}>
        {route === 'demo' ? (
          <Starting text={progress} onBack={() => setRoute('welcome')} />
        ) : route === 'drift' ? (
          <DriftScreen read={readDrift} onBack={() => setRoute(drift?.back ?? 'welcome')} />
        ) : session === undefined || route === 'welcome' ? (
          <Welcome
            runs={runs}
            profiles={program.profiles()}
            version={program.toolVersion}
            message={message}
            onOpen={open}
            onNew={create}
            onDrift={(profile) =>
              showDrift(program.connections(profile ?? profileSchema.parse({ name: 'unnamed' })), 'welcome')
            }
          />
        ) : (
          <SessionScreens
            route={route}
            session={session}
            state={state}
            sessions={sessions}
            options={program.options}
            notice={message}
            onSave={save}
            onRoute={setRoute}
            onDrift={() => showDrift(session.connections, 'connect')}
            onQuit={() => exit()}
          />
        )}
      </ShellContext>
    </ClockContext>
  );
}
