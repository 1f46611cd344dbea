import type { CommandResult, State } from '../core/index.ts';
import type { Command } from './sessions.ts';

export type Route =
  | 'welcome'
  | 'demo'
  | 'drift'
  | 'connect'
  | 'estimate'
  | 'checklist'
  | 'migrate'
  | 'verify'
  | 'rollback'
  | 'done';

/** Where Esc leads. Nowhere once something was written to the target. */
export function backFrom(route: Route): Route | undefined {
  if (route === 'connect') return 'welcome';
  if (route === 'estimate') return 'connect';
  if (route === 'checklist') return 'estimate';
  return undefined;
}

/** Where the engine's progress leads by itself; the same route where the operator has to decide. */
export function follow(route: Route, state: State, command: Command | undefined): Route {
  if (route !== 'migrate' && route !== 'verify') return route;
  const result = command?.result;
  if (command !== undefined && ['run', 'resume'].includes(command.name) && result !== undefined) {
    if (result.outcome === 'rolled-back') return 'rollback';
    if (result.outcome === 'no-go') return 'checklist';
    if (verified(result)) return 'verify';
  }
  return route === 'migrate' && isVerifying(state) ? 'verify' : route;
}

/** The verification has a verdict, good or bad. */
function verified(result: CommandResult): boolean {
  return result.outcome === 'verified' || result.differs === true || result.error?.code === 'verify.failed';
}

/** Everything is moved and only verification is left. Its steps may begin table by table long before. */
function isVerifying(state: State): boolean {
  const verify = state.phases.find((phase) => phase.phase === 'verify');
  if (verify === undefined || verify.state === 'waiting' || state.failures.length > 0) return false;
  return state.phases.every((phase) => phase.phase === 'verify' || phase.stepsDone >= phase.steps);
}
