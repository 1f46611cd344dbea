import { expect, test } from 'vitest';
import { type CheckState, initialState, profileSchema, runOptionsSchema, type RunSummary } from '../../core/index.ts';
import { blocks, checklistRows, type ChecklistFacts, goOf } from '../../screens/views/checklist.ts';
import { changeSetting, checkLines, settingsOf } from '../../screens/views/connect.ts';
import { isLeftOut, patternOf, reduceEstimate, shownTables, totalsOf } from '../../screens/views/estimate.ts';
import { initialMigrateView, orderTables, reduceMigrate, tableNow } from '../../screens/views/migrate.ts';
import { handwork } from '../../screens/views/done.ts';
import { editText, fieldText, textOf } from '../../screens/views/text-field.ts';
import { verifyLines, verifyVerdict } from '../../screens/views/verify.ts';
import { outcomeHeadline } from '../../screens/text/headline.ts';
import { welcomeItems, welcomeText } from '../../screens/views/welcome.ts';
import { reduce } from '../../core/reduce.ts';
import type { EngineEvent, EventBody } from '../../core/events.ts';
import { estimate, failed, finished, plan, started } from '../support/run-events.ts';

const at = '2026-11-20T02:00:00.000Z';
const stateOf = (...events: readonly EventBody[]) =>
  events.reduce((state, event) => reduce(state, { v: 1, at, ...event } as EngineEvent), initialState);

const shop = profileSchema.parse({ name: 'shop' });

function run(runId: string, rest: Partial<RunSummary> = {}): RunSummary {
  return {
    runId,
    createdAt: at,
    state: 'paused',
    verdict: '',
    source: 'old/postgres',
    target: 'new/shop',
    progress: 0.61,
    stoppedAt: 'public.events',
    updatedAt: at,
    resumable: true,
    reportPath: undefined,
    ...rest,
  };
}

test('what people must do is on Done with its number and what does it, and after a rollback nothing of it', () => {
  const items = [
    { subject: 'pg_cron jobs', count: 5, names: ['a', 'b', 'c', 'd'], how: 'cron.schedule(…)' },
    { subject: 'Edge Functions', names: [], how: 'supabase functions list' },
  ];
  const state = stateOf({ type: 'by-hand.found', items });
  const facts = { state, profile: shop, options: runOptionsSchema.parse({}), runId: 'r', sample: false };
  expect(handwork({ ...facts, result: undefined })).toEqual([
    '5 × pg_cron jobs (a, b, c and 2 more): cron.schedule(…)',
    'Look at Edge Functions: supabase functions list',
  ]);
  expect(handwork({ ...facts, result: undefined, brief: true })).toEqual([
    'See the report for what no copy does: 5 pg_cron jobs, Edge Functions',
  ]);
  const result = { outcome: 'rolled-back', verdict: '', runId: 'r', reportPath: undefined } as const;
  expect(handwork({ ...facts, result }).join()).not.toMatch(/cron|Edge/);
});

test('the newest unfinished run comes first, and says how far it is and where it stopped', () => {
  const items = welcomeItems(
    [
      { summary: run('9a01', { state: 'held' }), profile: 'shop' },
      { summary: run('7f3a'), profile: 'shop' },
      { summary: run('1111'), profile: 'shop' },
    ],
    [shop],
  );
  expect(items.map((item) => item.kind)).toEqual(['resume', 'profile', 'demo', 'new', 'held', 'past']);
  expect(welcomeText(items[0]!, Date.parse(at) + 240_000).text).toBe(
    'run 7f3a: 61%, stopped 4 m ago at public.events · shop',
  );
});

test('an unfinished run to whose databases no profile leads is listed with the past ones', () => {
  const items = welcomeItems([{ summary: run('7f3a'), profile: undefined }], []);
  expect(items.map((item) => item.kind)).toEqual(['demo', 'new', 'past']);
});

const ends = {
  sourceUrl: 'postgresql://me:old%2Fpw@old:5432/postgres',
  targetUrl: 'postgresql://me:newpw@new/shop?password=other',
};

test('no setting shows a password', () => {
  const shown = settingsOf(shop, ends).map((setting) => `${setting.shown} ${setting.initial}`);
  expect(shown.join('\n')).not.toMatch(/pw|other/);
});

test('a setting that cannot be one is refused, and nothing changes', () => {
  expect(changeSetting(shop, ends, 'sourceUrl', 'mysql://x')).toMatchObject({ ok: false });
  expect(changeSetting(shop, ends, 'windowMinutes', 'soon')).toMatchObject({ ok: false });
  expect(changeSetting(shop, { sourceUrl: '', targetUrl: '' }, 'sourcePassword', 'x')).toMatchObject({ ok: false });
});

test('environment and window are settings of the profile', () => {
  expect(changeSetting(shop, ends, 'environment', '')).toMatchObject({ profile: { environment: 'production' } });
  expect(changeSetting(shop, ends, 'windowMinutes', '45')).toMatchObject({ profile: { windowMinutes: 45 } });
  const without = changeSetting({ ...shop, windowMinutes: 45 }, ends, 'windowMinutes', ' ');
  expect(without).toEqual({ ok: true, profile: shop, ends });
});

const sizes = stateOf(estimate({ 'public.big': 800, 'public.mid': 150, 'auth.users': 50 })).estimate!;
const nothing = { excluded: new Set<string>(), skipLargeBytes: undefined };

test('a table that is left out, by hand or by its size, shortens the time by its share', () => {
  expect(totalsOf(sizes, nothing)).toMatchObject({ tables: 3, seconds: 1000, bufferedSeconds: 1500 });
  expect(totalsOf(sizes, { ...nothing, skipLargeBytes: 500_000_000 })).toMatchObject({
    tables: 2,
    bytes: 200_000_000,
    seconds: 200,
    bufferedSeconds: 300,
  });
  expect(isLeftOut(sizes.tables[1]!, { ...nothing, excluded: new Set(['public.mid']) })).toBe(true);
});

test('tables are filtered by name and ordered as asked', () => {
  expect(shownTables(sizes.tables, { order: 'name', filter: 'PUBLIC' }).map(({ table }) => table)).toEqual([
    'public.big',
    'public.mid',
  ]);
  const view = { selected: 4, order: 'size', filter: '', asking: 'nothing', ...nothing } as const;
  expect(reduceEstimate(view, { type: 'order' })).toMatchObject({ order: 'rows', selected: 0 });
  const toggled = reduceEstimate(view, { type: 'toggle', table: 'public.mid' });
  expect([...toggled.excluded]).toEqual(['public.mid']);
  expect(reduceEstimate(toggled, { type: 'toggle', table: 'public.mid' }).excluded.size).toBe(0);
});

test('a name that psql would fold or expand is quoted as a pattern', () => {
  expect([patternOf('public.orders'), patternOf('public.Odd "Name"*')]).toEqual([
    'public.orders',
    'public."Odd ""Name""*"',
  ]);
});

function checkState(id: string, state: CheckState['state'], severity: CheckState['severity'] = 'blocker'): CheckState {
  return { id, title: id, state, severity, detail: '', fix: '' };
}
const facts: ChecklistFacts = {
  checks: [checkState('ok', 'pass'), checkState('skipped', 'skip', 'warning'), checkState('warned', 'fail', 'warning')],
  manual: ['Writes are frozen'],
  ticked: new Set(),
  overrides: {},
  environment: 'production',
  busy: false,
};

test('production asks for every manual item; a rehearsal says which are open', () => {
  expect(goOf(facts)).toEqual({ go: false, text: 'NO-GO: 1 item not ticked' });
  expect(goOf({ ...facts, ticked: new Set(['Writes are frozen']) })).toEqual({
    go: true,
    text: 'GO, with 1 warning, 1 check skipped',
  });
  expect(goOf({ ...facts, environment: 'rehearsal' }).text).toContain('1 item not ticked, which a rehearsal allows');
});

test('what is only good to know is no warning', () => {
  const known = {
    ...facts,
    environment: 'rehearsal' as const,
    manual: [],
    checks: [checkState('known', 'fail', 'info')],
  };
  expect(goOf(known)).toEqual({ go: true, text: 'GO, with 1 thing to know' });
  expect(checklistRows(known)[0]?.mark).toEqual({ sign: 'i', word: 'info', color: 'cyan' });
  const both = {
    ...known,
    checks: [...known.checks, checkState('skipped', 'skip', 'info'), checkState('warned', 'fail', 'warning')],
  };
  expect(checklistRows(both).map((row) => row.id)).toEqual(['warned', 'skipped', 'known']);
});

test('no GO while a blocker is red, checks run, or nothing was checked', () => {
  const red = {
    ...facts,
    ticked: new Set(['Writes are frozen']),
    checks: [...facts.checks, checkState('red', 'fail')],
  };
  expect(goOf(red)).toEqual({ go: false, text: 'NO-GO: 1 blocker red' });
  expect(goOf({ ...red, overrides: { red: 'we know' } })).toMatchObject({ go: true });
  expect(goOf({ ...red, busy: true }).go).toBe(false);
  expect(goOf({ ...facts, manual: [], checks: [] }).go).toBe(false);
});

test('blockers come first, then what is to tick, warnings, skipped ones, and what is well', () => {
  const rows = checklistRows({ ...facts, checks: [...facts.checks, checkState('red', 'fail')] });
  expect(rows.map((row) => row.id)).toEqual(['red', 'manual Writes are frozen', 'warned', 'skipped', 'ok']);
  expect(rows.find((row) => row.id === 'skipped')?.mark.color).not.toBe('green');
});

test('a blocker that could not be checked is as good as red', () => {
  const unknown = { ...facts, environment: 'rehearsal', checks: [checkState('unknown', 'skip')] } as const;
  expect(goOf(unknown)).toEqual({ go: false, text: 'NO-GO: 1 blocker not checked' });
  expect(checklistRows(unknown)[0]).toMatchObject({ id: 'unknown', mark: { sign: '✖' } });
  expect(goOf({ ...unknown, overrides: { unknown: 'reason' } })).toEqual({
    go: true,
    text: 'GO, with 1 blocker overridden, 1 item not ticked, which a rehearsal allows',
  });
});

test('only a red blocker that nobody took upon themselves blocks', () => {
  expect(blocks(checkState('red', 'fail'), {})).toBe(true);
  expect(blocks(checkState('red', 'fail'), { red: 'reason' })).toBe(false);
  expect(blocks(checkState('warned', 'fail', 'warning'), {})).toBe(false);
});

test('failed tables come first, then running, waiting and done ones', () => {
  const { tables } = stateOf(
    plan(['public.done', 'public.waiting', 'public.running', 'public.failed']),
    started('copy public.done'),
    finished('copy public.done'),
    started('index public.done'),
    finished('index public.done', 0),
    started('copy public.running'),
    started('copy public.failed'),
    failed('copy public.failed'),
  );
  expect(orderTables(tables).map((table) => table.table)).toEqual([
    'public.failed',
    'public.running',
    'public.waiting',
    'public.done',
  ]);
});

test('a table that is copied and has no rows for 20 s says so; one whose index is built does not', () => {
  const [table] = stateOf(plan(['public.a']), started('copy public.a')).tables;
  const now = Date.parse(at);
  expect(tableNow(table!, true, false, now + 19_000)).toBe('–');
  expect(tableNow(table!, true, false, now + 20_000)).toBe('no rows for 20 s');
  expect(tableNow(table!, false, false, now + 20_000)).toBe('copy');
});

test('the panes of Migrate', () => {
  const log = reduceMigrate(initialMigrateView, { type: 'log' });
  expect(log.pane).toBe('log');
  expect(reduceMigrate(log, { type: 'log' }).pane).toBe('tables');
  expect(reduceMigrate(initialMigrateView, { type: 'next-pane', storage: false }).pane).toBe('steps');
});

const table = (name: string, verdict: 'match' | 'differ' | 'skipped'): EventBody => ({
  type: 'verify.table',
  table: name,
  sourceRows: 10,
  targetRows: verdict === 'differ' ? 9 : 10,
  sourceChecksum: 'ab',
  targetChecksum: 'ab',
  verdict,
  reason: verdict === 'match' ? '' : `because ${verdict}`,
});

test('differences come first, then what was skipped, which is never green', () => {
  const lines = verifyLines(
    stateOf(
      table('a', 'match'),
      table('b', 'skipped'),
      table('c', 'differ'),
      {
        type: 'verify.item',
        kind: 'sequence',
        name: 's',
        verdict: 'differs',
        detail: '5 and 6',
      },
      { type: 'verify.item', kind: 'sequence', name: 'all sequences', verdict: 'match', detail: '10 compared' },
    ),
  );
  expect(lines.map(({ mark, row }) => `${mark.sign} ${row().name}`)).toEqual([
    '✖ sequence: s',
    '✖ c',
    '– b',
    '✔ sequence: all',
    '✔ a',
  ]);
});

test('the verdict says each word once, and nothing is verified that was not compared', () => {
  const state = stateOf(plan(['a', 'c']), table('a', 'match'), table('c', 'differ'));
  expect(verifyVerdict(state, true, undefined).text).toBe('VERIFYING: 2 of 2 tables compared, 1 difference so far');
  const verdictOf = (outcome: 'failed' | 'verified', verdict: string, from = state) => {
    const { mark, text } = verifyVerdict(from, false, { outcome, verdict, runId: undefined, reportPath: undefined });
    return `${mark.sign} ${text}`;
  };
  expect(verdictOf('failed', 'verification failed: 1 of 2 tables differ')).toBe('✖ NOT VERIFIED: 1 of 2 tables differ');
  expect(verdictOf('verified', 'verified: 2 tables')).toBe('✔ VERIFIED: 2 tables');
  const part = stateOf(table('a', 'match'), table('b', 'skipped'));
  expect(verdictOf('verified', 'verified in part: 1 table', part)).toBe('⚠ VERIFIED in part: 1 table');
  expect(verdictOf('verified', 'moved, and not verified: --verify none', initialState)).toBe(
    '⚠ NOT VERIFIED: moved, and not verified: --verify none',
  );
});

test('the end of a run is called verified as far as it was compared', () => {
  const end = (outcome: 'verified' | 'no-go', verdict: string) => {
    const { mark, text } = outcomeHeadline({ outcome, verdict });
    return `${mark.sign} ${text}`;
  };
  expect(end('verified', 'verified: 2 tables')).toBe('✔ VERIFIED: 2 tables');
  expect(end('verified', 'verified in part: 1 table')).toBe('⚠ VERIFIED in part: 1 table');
  expect(end('verified', 'moved, and not verified: --verify none')).toMatch(/^⚠ NOT VERIFIED: moved/);
  expect(end('no-go', 'NO-GO: disk is full')).toBe('✖ NO GO: disk is full');
});

test('a line of text is edited at its cursor, and a paste loses its line ends', () => {
  const typed = editText(textOf('postgres'), { type: 'insert', text: 'ql\n://' });
  expect(typed).toEqual({ value: 'postgresql://', cursor: 13 });
  const back = editText(editText(typed, { type: 'home' }), { type: 'delete' });
  expect(back).toEqual({ value: 'ostgresql://', cursor: 0 });
  expect(editText(back, { type: 'backspace' })).toEqual(back);
  expect(editText(editText(textOf('añb'), { type: 'left' }), { type: 'backspace' })).toEqual({
    value: 'ab',
    cursor: 1,
  });
  expect(editText(typed, { type: 'clear' })).toEqual({ value: '', cursor: 0 });
});

test('a field shows the cursor in sight, and of a secret only its length', () => {
  expect(fieldText(textOf('secret'), 10, true)).toBe('••••••▏');
  expect(fieldText(textOf('a long line of text'), 8, false)).toBe('of text▏');
});

test('on Connect the gravest checks come first, with all of their evidence and of what to do about it', () => {
  const check = (id: string, severity: CheckState['severity'], state: CheckState['state'], fix = ''): CheckState => ({
    id,
    title: `Title of ${id}`,
    severity,
    state,
    detail: 'Two rows of public.orders have no partner in public.customers.',
    fix,
  });
  const lines = checkLines(
    [
      check('note', 'info', 'fail'),
      check('green', 'blocker', 'pass'),
      check(
        'grave',
        'blocker',
        'fail',
        'Mend the rows on the source, and look at them first with the query that is given.',
      ),
      check('unknown', 'blocker', 'skip'),
    ],
    40,
  );
  expect(lines.filter(({ mark }) => mark !== undefined).map(({ key }) => key)).toEqual([
    'grave',
    'note',
    'unknown',
    'green',
  ]);
  const grave = lines
    .slice(
      0,
      lines.findIndex(({ key }) => key === 'note'),
    )
    .map(({ text }) => text);
  expect(grave.join(' ').replaceAll(/\s+/g, ' ')).toBe(
    'Title of grave: Two rows of public.orders have no partner in public.customers. → Mend the rows on the source, and look at them first with the query that is given.',
  );
  expect(Math.max(...grave.map((text) => text.length))).toBeLessThanOrEqual(40);
});
