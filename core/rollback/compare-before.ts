import type { ChangeCounter, Counters } from '../inventory/types.ts';
import { displayName } from '../postgres/identifiers.ts';
import { type ItemVerdict, manifoldName, type VerifyItem } from '../verify/types.ts';
import type { TargetBefore } from './before.ts';

/** Differences that are listed one by one; the rest is counted. */
const maximumDifferences = 100;

/** What the run had to do with: schemas that it made or set aside, and its steps, whose ids are those of their objects. */
export interface Touched {
  readonly schemas: ReadonlySet<string>;
  readonly steps: ReadonlySet<string>;
}

/**
 * What a rollback left against what was there before the run, as items of a verification. Something new that is not of
 * the run is a note: somebody made it meanwhile, and no rollback takes it away. Pure.
 */
export function compareBefore(before: TargetBefore, after: TargetBefore, touched: Touched): readonly VerifyItem[] {
  const extraObject = (id: string): ItemVerdict => (isOfRun(id, touched) ? 'extra' : 'note');
  const compareObjects = (was: Facts, is: Facts): VerifyItem[] => {
    const plural = 'objects of the target';
    const items = compareFacts('object', plural, was, is, extraObject);
    // A target without any was looked at as well.
    if (items.length > 0) return items;
    return [{ kind, name: manifoldName(plural), verdict: 'match', detail: '0 before the run, and 0 now' }];
  };
  return [
    ...(before.objects === undefined || after.objects === undefined
      ? [
          skipped(
            'objects of the target',
            before.objectsMissing ?? after.objectsMissing ?? 'they were not recorded before the run',
          ),
        ]
      : compareObjects(before.objects, after.objects)),
    ...before.unread.map((schema) => skipped(`schema ${schema}`, 'this role may not read all of its tables')),
    ...compareFacts('service object', 'objects on the services’ tables', before.managed, after.managed, () => 'extra'),
    ...compareFacts(
      'rows',
      'tables set aside, by count and checksum',
      Object.fromEntries(before.rows.map((table) => [displayName(table.schema, table.name), rowsText(table)])),
      Object.fromEntries(after.rows.map((table) => [displayName(table.schema, table.name), rowsText(table)])),
      () => 'note',
      'rows',
    ),
    ...compareCounters(before, after),
    ...compareFacts('sequence', 'sequences set aside', sequenceFacts(before), sequenceFacts(after), () => 'note'),
    ...compareFacts('setting', 'settings of the database', before.settings, after.settings, () => 'extra'),
    ...compareFacts('role', 'roles', namesOf(before.roles), namesOf(after.roles), () => 'note'),
    ...compareFacts('large objects', 'large objects', largeFacts(before), largeFacts(after), () => 'extra'),
  ];
}

/** A kind of their own: they are no findings about what was moved. */
const kind = 'before';

type Facts = Readonly<Record<string, string>>;

/** `what` stands before the name of each difference. */
function compareFacts(
  what: string,
  plural: string,
  before: Facts,
  after: Facts,
  extra: (name: string) => ItemVerdict,
  form: 'digest' | 'rows' = 'digest',
): VerifyItem[] {
  const differences: VerifyItem[] = [];
  const tell = (name: string, verdict: ItemVerdict, detail: string): void => {
    differences.push({ kind, name: `${what} ${name}`, verdict, detail });
  };
  const now = new Map(Object.entries(after));
  for (const [name, value] of Object.entries(before)) {
    const found = now.get(name);
    if (found === undefined) tell(name, 'missing', 'was there before the run');
    else if (found !== value) {
      tell(name, 'differs', form === 'rows' ? `before: ${value}; now: ${found}` : 'is not as it was before the run');
    }
  }
  for (const name of now.keys()) {
    if (!Object.hasOwn(before, name)) tell(name, extra(name), 'was not there before the run');
  }
  return summed(what, plural, Object.keys(before).length, differences);
}

function summed(what: string, plural: string, compared: number, differences: readonly VerifyItem[]): VerifyItem[] {
  const wrong = differences.filter((item) => item.verdict !== 'note').length;
  const ordered = differences.toSorted((a, b) => Number(a.verdict === 'note') - Number(b.verdict === 'note'));
  const listed = ordered.slice(0, maximumDifferences);
  const more = ordered.slice(maximumDifferences);
  return [
    ...(compared > 0 || wrong > 0
      ? [
          {
            kind,
            name: manifoldName(plural),
            verdict: wrong === 0 ? ('match' as const) : ('differs' as const),
            detail:
              wrong === 0
                ? `${compared} compared, all as before the run`
                : `${compared} compared, ${wrong} not as before`,
          },
        ]
      : []),
    ...listed,
    ...(more.length > 0
      ? [
          {
            kind,
            name: `${what} and more`,
            verdict: more[0]?.verdict ?? 'note',
            detail: `${more.length} more, not listed`,
          },
        ]
      : []),
  ];
}

/** Tables too large to be read: the same file and not a row counted as written means the same rows. */
function compareCounters(before: TargetBefore, after: TargetBefore): VerifyItem[] {
  const what = 'file';
  const read = new Set(before.rows.map(({ schema, name }) => displayName(schema, name)));
  const renamed = before.inTheWay.renamed.map((schema) => `${schema}.`);
  const large = before.counters.tables.filter(
    ({ table }) => !read.has(table) && renamed.some((prefix) => table.startsWith(prefix)),
  );
  if (large.length === 0) return [];
  const counted = sameEpoch(before.counters, after.counters);
  const now = new Map(after.counters.tables.map((counter) => [counter.table, counter]));
  const differences = large.flatMap((counter): VerifyItem[] => {
    const detail = counterChange(counter, now.get(counter.table), counted);
    return detail === undefined ? [] : [{ kind, name: `${what} ${counter.table}`, verdict: 'differs', detail }];
  });
  const plural = 'tables set aside, by file and change counters';
  if (counted) return summed(what, plural, large.length, differences);
  const reason = `${large.length} tables, by their files alone: the server’s change counters began anew since the run began`;
  return [{ kind, name: plural, verdict: 'skipped', detail: reason }, ...differences];
}

function counterChange(before: ChangeCounter, after: ChangeCounter | undefined, counted: boolean): string | undefined {
  if (after === undefined) return 'was there before the run';
  if (after.fileNode !== before.fileNode) return 'has another file: it was rewritten or emptied since';
  if (!counted) return undefined;
  const written = (['inserted', 'updated', 'deleted'] as const)
    .map((what) => ({ what, rows: Number(after[what]) - Number(before[what]) }))
    .filter(({ rows }) => rows !== 0)
    .map(({ what, rows }) => `${rows} rows ${what}`);
  return written.length === 0 ? undefined : `written to since it was set aside: ${written.join(', ')}`;
}

function sameEpoch(before: Counters, after: Counters): boolean {
  return before.epoch !== undefined && before.epoch === after.epoch;
}

/** True for an object that the run's plan names, or that is in a schema which the run made or set aside. */
function isOfRun(id: string, { schemas, steps }: Touched): boolean {
  const name = id.slice(id.indexOf(':') + 1).replace(/^SCHEMA /, '');
  return steps.has(id) || [...schemas].some((schema) => name === schema || name.startsWith(`${schema}.`));
}

function rowsText({ rows, checksum }: { readonly rows: string; readonly checksum: string }): string {
  return `${rows} rows, checksum ${checksum}`;
}

function sequenceFacts({ sequences }: TargetBefore): Facts {
  return Object.fromEntries(
    sequences.map(({ schema, name, value }) => [displayName(schema, name), value ?? 'never called']),
  );
}

function namesOf(names: readonly string[]): Facts {
  return Object.fromEntries(names.map((name) => [name, '']));
}

function largeFacts({ largeObjects }: TargetBefore): Facts {
  return largeObjects === '0 0' ? {} : { 'their OIDs': largeObjects };
}

function skipped(name: string, detail: string): VerifyItem {
  return { kind, name, verdict: 'skipped', detail };
}
