import type { CommandResult, RollbackPlanState, State } from '../../core/index.ts';
import { durationText } from '../text/durations.ts';
import { countText, plural, sizeText } from '../text/sizes.ts';

type Line = RollbackPlanState['goes'][number];

/** How much there is to do, and how long it takes about. */
export function rollbackSize({ steps, seconds }: Pick<RollbackPlanState, 'steps' | 'seconds'>): string {
  return `${plural(steps, 'step')} to take back, some ${durationText(Math.max(1, Math.ceil(seconds)))}`;
}

/** The plan of a rollback, a sentence a line: what goes, what comes back, what must be switched back by hand. */
export function rollbackLines(plan: RollbackPlanState): readonly string[] {
  return [
    ...(plan.goes.length === 0 ? ['goes: nothing'] : plan.goes.map((line) => `goes: ${lineText(line)}`)),
    ...writtenLines(plan),
    ...(plan.comesBack.length === 0
      ? ['comes back: nothing was set aside']
      : plan.comesBack.map((line) => `comes back: ${lineText(line)}`)),
    'source: nothing to undo there: it was only ever read',
    plan.compared
      ? 'then: the target is compared with what was recorded of it before the run'
      : 'then: nothing is compared, since nothing was recorded of the target before the run',
    ...plan.reminders.map((text) => `by hand: ${text}`),
  ];
}

/** `schema public: 45 tables, 12.3 MB` */
function lineText({ what, name, objects, bytes }: Line): string {
  const head = `${what} ${name}`;
  if (what === 'schema' || what === 'rows') {
    return `${head}: ${plural(objects, 'table')}${bytes > 0 ? `, ${sizeText(bytes)}` : ''}`;
  }
  if (what === 'files' || what === 'users') return `${countText(objects)} ${what} ${name}`;
  if (what === 'steps') return objects > 1 ? `${countText(objects)} objects: ${name}` : name;
  return what === 'state' || what === 'dependent' ? name : head;
}

/** What would be lost by going back now. */
function writtenLines({ written }: RollbackPlanState): string[] {
  const { known, tables, inserted, updated, deleted } = written;
  if (!known) {
    return ['goes: whatever was written since the cutover; cutover reconcile tells what, and exports it'];
  }
  if (tables === 0) return [];
  const rows = [
    `${countText(inserted)} inserted`,
    `${countText(updated)} updated`,
    `${countText(deleted)} deleted`,
  ].join(', ');
  return [
    `goes: what was written since the cutover, by the server's counters: rows of ${plural(tables, 'table')}: ${rows}`,
    'goes: to keep it, cutover reconcile exports it first',
  ];
}

/** True once everything was taken back, whether the target is then what it was or not. */
export function isTakenBack(state: State, result: CommandResult | undefined): boolean {
  if (result?.outcome === 'rolled-back') return true;
  return (
    result?.differs === true && state.phases.some(({ phase, state: done }) => phase === 'rollback' && done === 'done')
  );
}
