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
    readonly sourceChecksum: string;
    readonly verdict: 'match' | 'differ' | 'skipped';
    readonly reason: string;
  }[];
  readonly items: readonly Item[];
}

interface Item {
  readonly kind: string;
  readonly name: string;
  readonly verdict: string;
  readonly detail: string;
}

/** The rungs that are made of items, with their kinds and what it means where there are none. */
const rungs: readonly (readonly [name: string, kinds: readonly string[], nothing: string])[] = [
  ['large objects', ['large-object'], 'the source has none'],
  ['foreign keys', ['orphans'], 'the source has none'],
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
  'mended',
  ...rungs.flatMap(([, kinds]) => kinds),
]);

/** The ladder, each rung with what was checked, what was skipped and why. Pure. */
export function ladder({ tables, items }: Findings): Rung[] {
  const of = (kinds: readonly string[]): Item[] => items.filter(({ kind }) => kinds.includes(kind));
  return [
    rungOf(
      'inventory',
      items.filter(({ kind }) => !elsewhere.has(kind)),
      'the schemas were not compared',
    ),
    ...tableRungs(tables),
    ...rungs.map(([name, kinds, nothing]) => rungOf(name, of(kinds), nothing)),
  ];
}

function rungOf(name: string, items: readonly Item[], nothing: string): Rung {
  const summed = new Set(items.filter(isSummary).map(({ kind }) => kind));
  const checked = items.filter((item) => isChecked(item) && (isSummary(item) || !summed.has(item.kind)));
  const wrong = items.filter((item) => isFailure(item.verdict) && !isSummary(item)).length;
  const skipped = items.filter(({ verdict }) => verdict === 'skipped').map((item) => `${item.name}: ${item.detail}`);
  if (checked.length === 0) {
    const reasons = skipped.length > 0 ? skipped : [nothing];
    return { name, verdict: wrong > 0 ? 'differs' : 'skipped', checked: '', skipped: reasons };
  }
  const verdict = wrong > 0 ? 'differs' : skipped.length > 0 ? 'part' : 'match';
  const several = checked.length > 3 ? inNumbers(checked) : checked.map(({ detail }) => detail).join('; ');
  const differing = wrong > 0 ? `${wrong} different; ` : '';
  return { name, verdict, checked: `${differing}${several}`, skipped };
}

function isChecked({ verdict }: Item): boolean {
  return verdict !== 'skipped' && verdict !== 'note';
}

/** `41 objects of 12 kinds`, from summaries that begin with a number. */
function inNumbers(items: readonly Item[]): string {
  const objects = items.reduce((sum, { detail }) => sum + (Number.parseInt(detail, 10) || 1), 0);
  return `${number.format(objects)} objects of ${items.length} kinds`;
}

function tableRungs(tables: Findings['tables']): Rung[] {
  const compared = tables.filter(({ verdict }) => verdict !== 'skipped');
  const skipped = tables
    .filter(({ verdict }) => verdict === 'skipped')
    .map(({ table, reason }) => `${table}: ${reason}`);
  const summed = compared.filter(({ sourceChecksum }) => sourceChecksum !== '');
  const rung = (name: string, of: Findings['tables'], left: readonly string[]): Rung => {
    const wrong = of.filter(({ verdict }) => verdict === 'differ').length;
    if (of.length === 0) return { name, verdict: 'skipped', checked: '', skipped: left };
    const rows = of.reduce((sum, { sourceRows }) => sum + sourceRows, 0);
    const differing = wrong > 0 ? `, ${wrong} different` : '';
    return {
      name,
      verdict: wrong > 0 ? 'differs' : left.length > 0 ? 'part' : 'match',
      checked: `${plural(of.length, 'table')} with ${plural(rows, 'row')}${differing}`,
      skipped: left,
    };
  };
  const nothing = skipped.length > 0 ? skipped : ['no table was compared'];
  const counted = compared.length - summed.length;
  return [
    rung('row counts', compared, compared.length === 0 ? nothing : skipped),
    rung(
      'checksums',
      summed,
      counted === 0
        ? summed.length === 0
          ? nothing
          : skipped
        : [...skipped, `the rows of ${plural(counted, 'table')} were only counted`],
    ),
  ];
}

const number = new Intl.NumberFormat('en-US');

function plural(count: number, noun: string): string {
  return `${number.format(count)} ${noun}${count === 1 ? '' : 's'}`;
}
