import { type CommandResult, isSummary, ladder, type Rung, type State } from '../../core/index.ts';
import { type Mark, marks } from '../text/marks.ts';
import { countText, plural } from '../text/sizes.ts';
import { headline } from '../text/headline.ts';

/** A line of the list. Its words are made when it is in sight: there may be ten thousand, ten times a second. */
export interface VerifyLine {
  readonly mark: Mark;
  readonly row: () => VerifyRow;
}

export interface VerifyRow {
  readonly name: string;
  readonly source: string;
  readonly target: string;
  readonly text: string;
}

/** Verdicts of items that take nothing from the migration: equal, or kept as it was by a resume. */
const agreeing: ReadonlySet<string> = new Set(['match', 'kept']);
/** Verdicts that should be read, and are no failure. */
const noted: ReadonlySet<string> = new Set(['note', 'copy-again']);

/** What a verdict that is no agreement stands for: a skip is never green, and never a difference. */
export function itemMark(verdict: string): Mark {
  if (agreeing.has(verdict)) return { ...marks.good, word: verdict };
  if (verdict === 'skipped') return marks.skipped;
  if (noted.has(verdict)) return { ...marks.warning, word: verdict };
  return { ...marks.bad, word: verdict };
}

/** Tables and other items, differences first, then what was skipped, then what agrees; what a resume kept comes last. */
export function verifyLines(state: Pick<State, 'verification'>): readonly VerifyLine[] {
  const { tables, items } = state.verification;
  const groups: Record<Mark['color'], VerifyLine[]> = { red: [], yellow: [], cyan: [], gray: [], green: [] };
  const add = (verdict: string, row: () => VerifyRow): void => {
    const mark = itemMark(verdict);
    groups[mark.color].push({ mark, row });
  };
  for (const item of items) if (item.kind !== 'resume') add(item.verdict, () => itemRow(item));
  for (const table of tables) add(table.verdict, () => tableRow(table));
  for (const item of items) if (item.kind === 'resume') add(item.verdict, () => itemRow(item));
  return [...groups.red, ...groups.yellow, ...groups.cyan, ...groups.gray, ...groups.green];
}

/** What is listed once all is compared: what differs, then the ladder, then everything by itself. */
export function finishedLines(state: Pick<State, 'verification'>): readonly VerifyLine[] {
  const lines = verifyLines(state);
  if (lines.length === 0) return lines;
  const first = lines.findIndex(({ mark }) => mark.color !== 'red');
  const cut = first < 0 ? lines.length : first;
  return [...lines.slice(0, cut), ...ladder(state.verification).map(rungLine), ...lines.slice(cut)];
}

function tableRow(table: State['verification']['tables'][number]): VerifyRow {
  const [source, target] = [countText(table.sourceRows), countText(table.targetRows)];
  return { name: table.table, source, target, text: tableText(table) };
}

function rungLine({ name, verdict, checked, skipped }: Rung): VerifyLine {
  const marksOf = {
    match: marks.good,
    part: marks.warning,
    differs: marks.bad,
    skipped: marks.skipped,
  } satisfies Record<Rung['verdict'], Mark>;
  const row = { name: `ladder: ${name}`, source: '', target: '', text: rungText(checked, skipped) };
  return { mark: marksOf[verdict], row: () => row };
}

function rungText(checked: string, skipped: readonly string[]): string {
  const [first, ...more] = skipped;
  if (first === undefined) return checked;
  const left = more.length > 0 ? `${first} and ${more.length} more` : first;
  return checked === '' ? `skipped: ${left}` : `${checked}; not checked: ${left}`;
}

function itemRow(item: State['verification']['items'][number]): VerifyRow {
  return {
    // An item that sums up its kind is named after all of them: `all sequences`.
    name: isSummary(item) ? `${item.kind}: all` : `${item.kind}: ${item.name}`,
    source: '',
    target: '',
    text: itemText(item),
  };
}

function itemText(item: State['verification']['items'][number]): string {
  if (item.detail === '') return item.verdict;
  return item.verdict === 'match' ? item.detail : `${item.verdict}: ${item.detail}`;
}

function tableText(table: State['verification']['tables'][number]): string {
  if (table.verdict === 'match')
    return table.sourceChecksum === '' ? 'same count' : `same, checksum ${table.sourceChecksum}`;
  if (table.verdict === 'skipped') return `skipped: ${table.reason}`;
  return table.reason === '' ? `checksums ${table.sourceChecksum} and ${table.targetChecksum}` : table.reason;
}

export interface VerifyVerdict {
  readonly mark: Mark;
  readonly text: string;
}

/** The verdict in one sentence; while it runs, how far it is. */
export function verifyVerdict(state: State, busy: boolean, result: CommandResult | undefined): VerifyVerdict {
  const { tables, items } = state.verification;
  const all = [...tables, ...items].map(({ verdict }) => itemMark(verdict));
  const differ = all.filter(({ color }) => color === 'red').length;
  if (busy || result === undefined) {
    const phase = state.phases.find((candidate) => candidate.phase === 'verify');
    const expected = state.tables.length > 0 ? state.tables.length : (phase?.steps ?? 0);
    const total = Math.max(expected, tables.length);
    return {
      mark: differ > 0 ? marks.bad : marks.running,
      text: `VERIFYING: ${tables.length} of ${plural(total, 'table')} compared, ${plural(differ, 'difference')} so far`,
    };
  }
  if (result.outcome === 'verified') {
    // Moved with --verify none: nothing was compared, and nothing may look as if it had been.
    if (all.length === 0) return { mark: marks.warning, text: headline('NOT VERIFIED', result.verdict) };
    const skipped = all.some(({ sign }) => sign === marks.skipped.sign);
    return { mark: skipped ? marks.warning : marks.good, text: headline('VERIFIED', result.verdict) };
  }
  return { mark: marks.bad, text: headline('NOT VERIFIED', result.verdict) };
}
