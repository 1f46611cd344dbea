import { counted } from '../numbers.ts';
import { isFailure, isSummary } from './types.ts';

/** One rung of the ladder that a verification climbs. */
export interface Rung {
  readonly name: string;
  /** `skipped` where nothing of it was compared; `part` where something was left, and nothing differs. */
  readonly verdict: 'match' | 'part' | 'differs' | 'skipped';
  /** What was compared, in words; empty where nothing was. */
  readonly checked: string;
  /** What was not, each with the reason. */
  readonly skipped: readonly string[];
}

/** What a verification has found, as events and states have it. */
export interface Findings {
  readonly tables: readonly {
    readonly table: string;
    readonly sourceRows: number;
    readonly targetRows: number;
    readonly sourceChecksum: string;
    readonly verdict: 'match' | 'differ' | 'skipped';
    readonly reason: string;
  }[];
  readonly items: readonly Item[];
}

type Table = Findings['tables'][number];

interface Item {
  readonly kind: string;
  readonly name: string;
  readonly verdict: string;
  readonly detail: string;
}

/** The rungs that are made of items, with their kinds and what it means where there are none. */
const rungs: readonly (readonly [name: string, kinds: readonly string[], nothing: string])[] = [
  ['large objects', ['large-object'], 'the source has none'],
  ['foreign keys', ['foreign-key'], 'the source has none'],
  ['sequences', ['sequence-value'], 'the source has none'],
  ['users', ['auth'], 'no users of Supabase Auth are moved'],
  ['files', ['storage', 'bucket'], 'no files are moved'],
  ['source', ['source'], 'nothing to compare its state with'],
  ['plans', ['plan'], 'no plan was compared'],
];

/** Kinds that are no part of the inventory, and of no rung: they say what became of others. */
const elsewhere: ReadonlySet<string> = new Set([
  'row',
  'resume',
  'since',
  'before',
  'reconcile',
  'mended',
  'later',
  ...rungs.flatMap(([, kinds]) => kinds),
]);

/** Where tables followed into a run, the others were compared when the run was: nothing is said of what there is. */
const notAgain = 'not compared again: tables followed into a run that is held';

/** The ladder, each rung with what was checked, what was skipped and why. Pure. */
export function ladder({ tables, items }: Findings): Rung[] {
  const of = (kinds: readonly string[]): Item[] => items.filter(({ kind }) => kinds.includes(kind));
  const followed = items.some(({ kind }) => kind === 'later');
  return [
    rungOf(
      'inventory',
      items.filter(({ kind }) => !elsewhere.has(kind)),
      followed ? notAgain : 'the schemas were not compared',
    ),
    ...tableRungs(tables),
    ...rungs.map(([name, kinds, nothing]) => rungOf(name, of(kinds), followed ? notAgain : nothing)),
  ];
}

function rungOf(name: string, items: readonly Item[], nothing: string): Rung {
  const summed = new Set(items.filter(isSummary).map(({ kind }) => kind));
  const notes = items.filter(({ verdict }) => verdict === 'note');
  // Plans are compared, and what is worse is a note: no fault, and not equal either.
  const worse = notes.some((item) => item.kind === 'plan' && !isSummary(item));
  const checked = items.filter(
    (item) =>
      (isSummary(item) || !summed.has(item.kind)) &&
      item.verdict !== 'skipped' &&
      (item.verdict !== 'note' || (worse && isSummary(item))),
  );
  const wrong = items.filter((item) => isFailure(item.verdict) && !isSummary(item)).length;
  const skipped = items.filter(({ verdict }) => verdict === 'skipped').map((item) => `${item.name}: ${item.detail}`);
  if (checked.length === 0) {
    const reasons = skipped.length > 0 ? skipped : notes.map(({ detail }) => detail);
    return {
      name,
      verdict: wrong > 0 ? 'differs' : 'skipped',
      checked: '',
      skipped: reasons.length > 0 ? reasons : [nothing],
    };
  }
  const verdict = wrong > 0 ? 'differs' : skipped.length > 0 || worse ? 'part' : 'match';
  return { name, verdict, checked: `${wrong > 0 ? `${wrong} different; ` : ''}${inWords(checked)}`, skipped };
}

/** `41 objects of 12 kinds` where summaries begin with a number; else what was looked at. */
function inWords(items: readonly Item[]): string {
  if (items.length === 1) return items[0]?.detail ?? '';
  const numbers = items.map(({ detail }) => Number.parseInt(detail, 10));
  if (items.every(isSummary) && numbers.every((each) => Number.isFinite(each))) {
    const objects = numbers.reduce((sum, each) => sum + each, 0);
    return `${counted(objects, 'object')} of ${counted(items.length, 'kind')}`;
  }
  return items.map(({ name }) => name).join(', ');
}

function tableRungs(tables: Findings['tables']): Rung[] {
  const compared = tables.filter(({ verdict }) => verdict !== 'skipped');
  const skipped = tables
    .filter(({ verdict }) => verdict === 'skipped')
    .map(({ table, reason }) => `${table}: ${reason}`);
  const summed = compared.filter(({ sourceChecksum }) => sourceChecksum !== '');
  const rung = (
    name: string,
    of: Findings['tables'],
    differs: (table: Table) => boolean,
    left: readonly string[],
  ): Rung => {
    const wrong = of.filter(differs).length;
    if (of.length === 0)
      return { name, verdict: 'skipped', checked: '', skipped: left.length > 0 ? left : ['no table was compared'] };
    const rows = of.reduce((sum, { sourceRows }) => sum + sourceRows, 0);
    const differing = wrong > 0 ? `, ${wrong} different` : '';
    return {
      name,
      verdict: wrong > 0 ? 'differs' : left.length > 0 ? 'part' : 'match',
      checked: `${counted(of.length, 'table')} with ${counted(rows, 'row')}${differing}`,
      skipped: left,
    };
  };
  const rest = compared.length - summed.length;
  const onlyCounted = rest > 0 ? [`the rows of ${counted(rest, 'table')} were only counted`] : [];
  return [
    rung('row counts', compared, ({ sourceRows, targetRows }) => sourceRows !== targetRows, skipped),
    rung('checksums', summed, ({ verdict }) => verdict === 'differ', [...skipped, ...onlyCounted]),
  ];
}
