import { byHandLine, type CommandResult, type Profile, type RunOptions, type State } from '../../core/index.ts';
import { durationText } from '../text/durations.ts';
import { isTakenBack } from './rollback.ts';
import { countText, plural, sizeText } from '../text/sizes.ts';

export interface DoneFacts {
  readonly state: State;
  readonly result: CommandResult | undefined;
  readonly profile: Profile;
  readonly options: RunOptions;
  readonly runId: string | undefined;
  /** True for the built-in sample: its servers end with the wizard. */
  readonly sample: boolean;
  /** True for the lines that stay in the terminal: what was found is counted there, and explained in the report. */
  readonly brief?: boolean;
}

export interface Section {
  readonly title: string;
  readonly lines: readonly string[];
}

/** The end, in sections: what moved, the phases, the report, the way back, what is left to do. */
export function doneSections(facts: DoneFacts): readonly Section[] {
  const { result } = facts;
  const report = result?.reportPath ?? facts.state.outcome?.reportPath;
  return [
    moved(facts),
    { title: 'Phases', lines: [phasesText(facts.state)] },
    ...(report === undefined || report === '' ? [] : [{ title: 'Report', lines: [report] }]),
    ...(result?.outcome === 'verified' ? [{ title: 'The way back', lines: wayBack(facts) }] : []),
    { title: 'Still to do by hand', lines: handwork(facts) },
  ].filter((section) => section.lines.some((line) => line !== ''));
}

/** What was moved; of a run that was moved by another process, what was compared. */
function moved({ state, result }: DoneFacts): Section {
  const isBack = isTakenBack(state, result);
  if (state.phases.some(({ phase }) => phase === 'copy')) {
    const done = state.tables.filter((table) => table.state === 'done').length;
    const text = `${plural(done, 'table')}, ${countText(state.totals.rows)} rows, ${sizeText(state.totals.bytes)}`;
    return { title: isBack ? 'Moved, and taken back' : 'Moved', lines: [text] };
  }
  const { tables } = state.verification;
  const rows = tables.reduce((sum, table) => sum + table.targetRows, 0);
  const text = tables.length === 0 ? '' : `${plural(tables.length, 'table')}, ${countText(rows)} rows on the target`;
  return { title: isBack ? 'Compared, and then taken back' : 'Compared', lines: [text] };
}

function phasesText(state: State): string {
  return state.phases
    .filter((phase) => phase.seconds !== undefined)
    .map((phase) => `${phase.phase} ${durationText(phase.seconds ?? 0)}`)
    .join(' · ');
}

/** Of each kind of work: the report has more. */
const namesShown = 3;

/** What was detected on the way and only people can do. */
export function handwork({ state, result, options, sample, brief }: DoneFacts): readonly string[] {
  const target = state.run?.target ?? state.target?.address ?? 'the target';
  const overridden = state.checks.filter(
    (check) => check.state === 'fail' && options.overrides[check.id] !== undefined,
  );
  const warnings = state.checks.filter((check) => check.state === 'fail' && check.severity === 'warning');
  if (isTakenBack(state, result)) {
    if (sample) return [];
    const { reminders = ['Let writes to the source begin again: it is still the production database'] } =
      state.rollbackPlan ?? {};
    return reminders;
  }
  return [
    ...overridden.map((check) => `Overridden: ${check.title} (${options.overrides[check.id] ?? ''})`),
    ...warnings.map((check) => (check.fix === '' ? `${check.title}: ${check.detail}` : `${check.title}: ${check.fix}`)),
    ...(brief === true ? foundInShort(state) : state.byHand.map((item) => byHandLine(item, namesShown))),
    ...options.excludeTables.map((table) => `Copy ${table} later: it was left out${howLater(options)}`),
    ...(options.skipLargeBytes === undefined
      ? []
      : [`Copy the tables above ${sizeText(options.skipLargeBytes)} later: the report names them${howLater(options)}`]),
    ...(result?.outcome === 'verified' && !sample ? [`Point the applications at ${target}`] : []),
  ];
}

/** A schema that the target had keeps rows that no run knows. */
function howLater({ schema }: DoneFacts['options']): string {
  return schema === 'dump' ? ' (cutover run --only-table)' : '';
}

/** The kinds of work that was found, in one line. */
function foundInShort({ byHand }: State): readonly string[] {
  if (byHand.length === 0) return [];
  const kinds = byHand.map(({ subject, count }) => (count === undefined ? subject : `${countText(count)} ${subject}`));
  return [`See the report for what no copy does: ${kinds.join(', ')}`];
}

/** How long the source stays, and the command that ends the hold. */
function wayBack({ state, profile, runId, sample }: DoneFacts): readonly string[] {
  if (sample) return ["The sample's servers end when the wizard is left; nothing stays behind."];
  const database = state.target?.database ?? 'TARGETDB';
  const run = runId === undefined ? '' : ` ${runId}`;
  return [
    `Keep the source for ${countText(profile.holdHours)} hours. Until then, with the same connection settings:`,
    `Export what was written to the target since, so that going back loses nothing: cutover reconcile${run}`,
    `Put the target back as it was: cutover rollback${run} --confirm ${quote(database)}`,
    `End the hold, and drop what was set aside: cutover finalize${run} --confirm ${quote(database)}`,
  ];
}

/** A word for a POSIX shell. */
function quote(word: string): string {
  return /^[\w.@%+:,/-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
