import type { ScheduleResult } from '../scheduler.ts';

/**
 * One line on a schedule that ended with failures: the first of them, or, where the run was to keep going, each object
 * with its error.
 */
export function failureVerdict({ failures, blocked }: ScheduleResult, keepGoing: boolean): string {
  const waiting = blocked.filter((step) => step.kind !== 'barrier').length;
  const wait = waiting === 1 ? '1 step waits for it' : `${waiting} steps wait for it`;
  if (!keepGoing) {
    const [failure] = failures;
    const rest = failures.length > 1 ? ` and ${failures.length - 1} more` : '';
    return `${failure?.step.label ?? 'a step'}${rest} failed: ${failure?.error.message ?? ''}; ${wait}`;
  }
  const each = failures.map(({ step, error }) =>
    error.message.startsWith(`${step.label}: `) ? error.message : `${step.label}: ${error.message}`,
  );
  const left = waiting === 0 ? 'all else was done' : `all else was done but ${waiting} that need them`;
  return `failed: ${failures.length} of the run's steps: ${each.join('; ')}; ${left}`;
}
