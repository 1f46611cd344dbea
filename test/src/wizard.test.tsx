import { expect, test } from 'vitest';
import {
  check,
  connected,
  estimate,
  failed,
  finished,
  plan,
  progress,
  rollbackPlan,
  runStarted,
  started,
} from '../support/run-events.ts';
import { openWizard, shop, type WizardWorld, type WorldOptions } from '../support/wizard.ts';

const sizes = [
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
] as const;
const production = { ...shop, environment: 'production' } as const;
const tables = ['public.orders', 'public.items', 'auth.users'];
const moved = tables.flatMap((table) => [`copy ${table}`, `index ${table}`]);

/** Header on the first line, keys on the last: a frame taller than the terminal would have pushed the header out. */
function expectFrame(world: WizardWorld, title: string): void {
  const lines = world.lines();
  expect(lines[0]).toContain(title);
  expect(lines[2]).toMatch(/^─+$/);
  expect(lines.at(-2)).toMatch(/^─+$/);
  expect(lines.at(-1)).toMatch(/\? help$|Esc|leave it/);
}

async function toConnect(options: WorldOptions = {}): Promise<WizardWorld> {
  const world = openWizard({ profiles: [shop], ...options });
  await world.waitFor('Profile');
  await world.press('enter');
  await world.waitFor('connecting');
  return world;
}

async function toEstimate(options: WorldOptions = {}): Promise<WizardWorld> {
  const world = await toConnect(options);
  world.engine().emit(...connected, check('source-reachable', 'pass'), check('target-reachable', 'pass'));
  world.engine().settle('verified');
  await world.waitFor('Enter estimate');
  await world.press('enter');
  await world.waitFor('timed sample');
  world.engine().emit(estimate({ 'public.orders': 500, 'public.items': 20, 'auth.users': 3 }));
  world.engine().settle('verified');
  await world.waitFor('public.orders');
  return world;
}

async function toChecklist(options: WorldOptions = {}): Promise<WizardWorld> {
  const world = await toEstimate(options);
  await world.press('enter');
  await world.waitFor('Checklist');
  return world;
}

async function toMigrate(options: WorldOptions = {}): Promise<WizardWorld> {
  const world = await toChecklist(options);
  await world.waitFor('✔ GO');
  await world.press('g');
  await world.waitFor('Type the name');
  await world.type('shop');
  await world.press('enter');
  await world.waitFor('STARTING');
  world
    .engine()
    .emit(
      runStarted,
      plan(tables),
      { type: 'control.changed', control: 'running' },
      { type: 'phase.started', phase: 'copy' },
    );
  await world.waitFor('RUNNING');
  return world;
}

async function toVerdict(options: WorldOptions = {}): Promise<WizardWorld> {
  const world = await toMigrate(options);
  world.engine().emit(plan(tables, moved), { type: 'phase.started', phase: 'verify' });
  await world.waitFor('VERIFYING');
  world.engine().emit(
    ...tables.map((table) => ({
      type: 'verify.table' as const,
      table,
      sourceRows: 1000,
      targetRows: table === 'auth.users' ? 999 : 1000,
      sourceChecksum: 'c0ffee',
      targetChecksum: table === 'auth.users' ? 'decaf' : 'c0ffee',
      verdict: table === 'auth.users' ? ('differ' as const) : ('match' as const),
      reason: table === 'auth.users' ? '1 row is missing' : '',
    })),
  );
  world.engine().settle('failed', {
    runId: '7f3a',
    verdict: 'verification failed: 1 of 3 tables differ: auth.users',
    differs: true,
  });
  await world.waitFor('NOT VERIFIED');
  return world;
}

const verdictKeys = 'f finish  R roll back  r verify again  ↑↓ move  Ctrl-C leave  ? help';

async function leave(world: WizardWorld): Promise<number> {
  await world.press('ctrl-c');
  return world.exit;
}

test.each(sizes)('every screen fits a terminal of $columns x $rows, with its header and its keys', async (size) => {
  const world = openWizard({ profiles: [shop], ...size });
  await world.waitFor('Profile');
  expectFrame(world, '1/7 Welcome');
  await world.press('enter');
  await world.waitFor('connecting');
  const many = Array.from({ length: 60 }, (_, index) =>
    check(`c${index}`, index < 20 ? 'fail' : 'pass', {
      severity: 'warning',
      detail: 'word '.repeat(60),
      fix: 'do '.repeat(60),
    }),
  );
  world.engine().emit(...connected, ...many);
  world.engine().settle('verified');
  await world.waitFor('Enter estimate');
  expectFrame(world, '2/7 Connect');
  await world.press('enter');
  await world.waitFor('timed sample');
  const large = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`public.a_table_${index}`, 500 - index]));
  world.engine().emit(estimate(large));
  world.engine().settle('verified');
  await world.waitFor('public.a_table_0');
  expectFrame(world, '3/7 Estimate');
  await world.press('enter');
  await world.waitFor('✔ GO');
  expectFrame(world, '4/7 Checklist');
  await world.press('g');
  await world.type('shop');
  await world.press('enter');
  await world.waitFor('STARTING');
  const names = Object.keys(large);
  world.engine().emit(runStarted, plan(names), started('copy public.a_table_7'), failed('copy public.a_table_7'));
  for (let line = 0; line < 50; line += 1) {
    world.engine().emit({ type: 'log', level: 'info', message: `${line} ${'long '.repeat(60)}` });
  }
  await world.waitFor('FAILED');
  expectFrame(world, '5/7 Migrate');
  await world.press('ctrl-c');
  await world.waitFor('What now?');
  expectFrame(world, '5/7 Migrate');
  await world.press('esc');
  await world.waitFor((screen) => !screen.includes('What now?'));
  await world.press('l');
  await world.waitFor('l tables');
  expectFrame(world, '5/7 Migrate');
  await world.press('?');
  await world.waitFor('Keys on this screen');
  expectFrame(world, '5/7 Migrate');
  await world.press('q');
  world.engine().emit(
    plan(
      names,
      names.flatMap((table) => [`copy ${table}`, `index ${table}`]),
    ),
    { type: 'phase.started', phase: 'verify' },
  );
  await world.waitFor('VERIFYING');
  expectFrame(world, '6/7 Verify');
  world.engine().settle('verified', {
    runId: '7f3a',
    verdict: 'verified: everything matches',
    reportPath: '/runs/7f3a/report.html',
  });
  await world.waitFor('VERIFIED: everything matches');
  await world.press('f');
  await world.waitFor('The way back');
  expectFrame(world, '7/7 Done');
  await world.press('enter');
  expect(await world.exit).toBe(0);
});

test('Welcome at 80x24', async () => {
  const world = openWizard({ profiles: [shop] });
  await world.waitFor('Profile');
  expect(world.screen().replaceAll(/\n{2,}/g, '\n')).toMatchInlineSnapshot(`
    "cutover                                                         step 1/7 Welcome
    moves a database from Supabase to PostgreSQL of your own
    ────────────────────────────────────────────────────────────────────────────────
    cutover 0.1.0: a database moved inside a window, with proof and a way back.
    ❯ ▸ Profile  shop · REHEARSAL
      ▸ Rehearse on the built-in sample: two servers of its own, nothing of yours i…
      ▸ New      profile: a source, a target and a window
    ────────────────────────────────────────────────────────────────────────────────
    Enter open  ↑↓ move  q quit  ? help"
  `);
  expect(await leave(world)).toBe(0);
});

test('the header names profile, both ends, the environment in words, the step and the window', async () => {
  const world = await toConnect({ profiles: [production] });
  expect(world.lines().slice(0, 2)).toEqual([
    'cutover · shop  PRODUCTION         step 2/7 Connect · window 1 h, from the start',
    'old.example.org:5432/postgres → new.example.org:5432/shop',
  ]);
  await leave(world);
});

test('an unfinished run is the first line, and Enter resumes it after both ends have answered', async () => {
  const now = '2026-11-20T01:56:00.000Z';
  const summary = {
    runId: '7f3a',
    createdAt: now,
    state: 'paused',
    verdict: '',
    source: 'old',
    target: 'new',
    progress: 0.61,
    stoppedAt: 'public.events',
    updatedAt: now,
    resumable: true,
    reportPath: undefined,
  } as const;
  const world = openWizard({ profiles: [shop], runs: [{ summary, profile: 'shop' }] });
  await world.waitFor('❯ ⚠ Resume   run 7f3a: 61%, stopped 4 m ago at public.events');
  await world.press('enter');
  await world.waitFor('connecting');
  world.engine().emit(...connected);
  world.engine().settle('verified');
  await world.waitFor('Enter resume run 7f3a');
  await world.press('enter');
  await world.waitFor('STARTING');
  expect(world.engine().calls).toEqual(['check', 'resume 7f3a']);
  world.engine().settle('failed', { runId: '7f3a' });
  await world.waitFor('FAILED');
  expect(await leave(world)).toBe(1);
});

test('a wrong password is corrected in place, and no password is ever on the screen', async () => {
  const world = await toConnect();
  world.engine().emit(
    check('source-reachable', 'fail', {
      title: 'Source can be reached',
      detail: 'the password is wrong',
      fix: 'Correct it with e.',
    }),
  );
  world.engine().settle('no-go');
  await world.waitFor('→ Correct it with e.');
  await world.press('enter');
  await world.waitFor('Both ends must answer first');
  await world.press('down', 'e');
  await world.waitFor('▏');
  await world.type('new/pw');
  await world.waitFor('••••••▏');
  await world.press('enter');
  await world.waitFor('connecting');
  expect(world.engines).toHaveLength(2);
  expect(world.engine().request.sourceUrl).toBe('postgresql://postgres:new%2Fpw@old.example.org:5432/postgres');
  expect(world.engine().calls).toEqual(['check']);
  world.engine().emit(...connected);
  world.engine().settle('verified');
  await world.waitFor('Enter estimate');
  expect(world.raw()).not.toMatch(/new\/pw|new%2Fpw|s3cret/);
  await leave(world);
  expect(world.engines[0]?.calls).toContain('close');
});

test('a URL comes in as one paste, with the line end and without showing its password', async () => {
  const world = await toConnect();
  await world.press('e');
  await world.waitFor('▏');
  await world.press('ctrl-u');
  await world.paste('postgresql://me@db.example.org/app\n');
  await world.waitFor('db.example.org/app▏');
  await world.press('enter');
  await world.waitFor('db.example.org/app →');
  expect(world.engine().request.sourceUrl).toBe('postgresql://me:s3cret%2Fpw@db.example.org/app');
  expect(world.saved.at(-1)).toMatchObject({ name: 'shop', source: world.engine().request.sourceUrl });
  await leave(world);
});

test('a new profile begins with its name and both URLs, and makes an engine only when it has both', async () => {
  const world = openWizard();
  await world.waitFor('Rehearse');
  await world.press('down', 'enter');
  await world.waitFor('Name of the profile:');
  await world.type('live');
  await world.press('enter');
  await world.waitFor('(not set');
  await world.press('e');
  await world.paste('postgresql://a:pw@one/db');
  await world.press('enter');
  await world.waitFor('one/db →');
  expect(world.engines).toHaveLength(0);
  await world.press('down', 'down', 'e');
  await world.paste('postgresql://b:pw@two/db');
  await world.press('enter');
  await world.waitFor('connecting');
  expect(world.engine().request).toMatchObject({ targetUrl: 'postgresql://b:pw@two/db' });
  expect(world.saved.map((profile) => profile.name)).toContain('live');
  await leave(world);
});

test('tables that are left out go to a new engine, and come back with the estimate of everything', async () => {
  const world = await toEstimate();
  await world.press('down', 'space');
  await world.waitFor('1 left out');
  await world.press('s');
  await world.waitFor('leave out tables above');
  await world.type('100 MB');
  await world.press('enter');
  await world.waitFor('2 left out');
  await world.press('enter');
  await world.waitFor('Checklist');
  expect(world.engine().request.options.excludeTables).toEqual(['public.orders', 'public.items']);
  expect(world.engine().calls).toEqual(['check']);
  await world.press('esc');
  await world.waitFor('✖ public.items');
  expect(world.screen()).toContain('2 left out');
  expect(world.engine().calls).toEqual(['check']);
  await leave(world);
});

test('a filter works while it is typed', async () => {
  const world = await toEstimate();
  await world.press('/');
  await world.waitFor('filter:');
  await world.type('auth');
  await world.waitFor((screen) => !screen.includes('public.orders'));
  expect(world.screen()).toContain('auth.users');
  await leave(world);
});

test('production is NO-GO until each manual item is ticked', async () => {
  const world = await toChecklist({ profiles: [production] });
  await world.waitFor('NO-GO: 4 items not ticked');
  await world.press('g');
  expect(world.screen()).not.toContain('Type the name');
  for (let item = 0; item < 4; item += 1) await world.press('space', 'down');
  await world.waitFor('✔ GO: every check is green');
  await leave(world);
});

test('a red blocker is overridden with a typed reason only, and the checks run again with it', async () => {
  const world = await toChecklist();
  world.engine().emit(check('orphans', 'fail', { detail: '3 orphan rows' }));
  await world.waitFor('NO-GO: 1 blocker red');
  await world.press('o');
  await world.waitFor('reason:');
  await world.press('enter');
  await world.waitFor('a reason is needed');
  expect(world.engines).toHaveLength(1);
  await world.press('o');
  await world.waitFor('reason:');
  await world.type('known, mended later');
  await world.press('enter');
  await world.waitFor('the checks are running');
  expect(world.engine().request.options.overrides).toEqual({ orphans: 'known, mended later' });
  world.engine().emit(...connected, check('orphans', 'fail', { detail: '3 orphan rows' }));
  world.engine().settle('verified');
  await world.waitFor('✔ GO, with 1 blocker overridden');
  await leave(world);
});

test('nothing starts with a name that is not exactly the target database', async () => {
  const world = await toChecklist();
  await world.waitFor('✔ GO');
  await world.press('g');
  await world.waitFor('Type the name of the target database, shop,');
  await world.type('Shop');
  await world.press('enter');
  await world.waitFor("'Shop' is not shop");
  expect(world.engine().calls).toEqual(['check', 'estimate']);
  await world.press('ctrl-u');
  await world.type('shop');
  await world.press('enter');
  await world.waitFor('STARTING');
  expect(world.engine().calls).toEqual(['check', 'estimate', 'run go']);
  world.engine().settle('no-go', { verdict: '1 blocker is red' });
  await world.waitFor('Checklist');
  expect(await leave(world)).toBe(3);
});

test('failed tables stand first, and t tries them again when the run has ended', async () => {
  const world = await toMigrate();
  world
    .engine()
    .emit(
      started('copy public.orders'),
      progress('copy public.orders', 500),
      started('copy auth.users'),
      failed('copy auth.users'),
    );
  await world.waitFor('FAILED');
  const order = world.lines().filter((line) => /^[❯ ] [✖▸·✔] /.test(line));
  expect(order.map((line) => line.slice(2, 20).trim())).toEqual(['✖ auth.users', '▸ public.orders', '· public.items']);
  expect(world.screen()).toContain('✖ copy auth.users: the target closed the connection (copy.failed)');
  world.engine().settle('failed', { runId: '7f3a', verdict: '1 step failed' });
  await world.waitFor('t retry failed');
  await world.press('t');
  await world.waitFor('RUNNING');
  expect(world.engine().calls.at(-1)).toBe('resume 7f3a');
  await world.press('ctrl-c', 'enter');
  expect(await world.exit).toBe(6);
});

test('a stall is told in words, for the run and for the table', async () => {
  const world = await toMigrate();
  world.engine().emit(started('copy public.orders'), progress('copy public.orders', 500));
  world.clock.advance(19_000);
  await world.waitFor('0:59:41 left');
  expect(world.screen()).not.toContain('STALLED');
  world.clock.advance(1000);
  await world.waitFor('⚠ STALLED: no rows for 20 s');
  expect(world.screen()).toMatch(/public\.orders .* no rows for 20 s/);
  world.engine().emit(progress('copy public.orders', 501));
  await world.waitFor((screen) => !screen.includes('STALLED'));
  await world.press('ctrl-c', 'enter');
  await world.exit;
});

test('p pauses and goes on; the screen says which', async () => {
  const world = await toMigrate();
  await world.press('p');
  await world.waitFor('PAUSED');
  expect(world.screen()).toContain('p continue');
  await world.press('p');
  await world.waitFor('RUNNING');
  expect(world.engine().calls.slice(-2)).toEqual(['pause', 'proceed']);
  await world.press('ctrl-c', 'enter');
  await world.exit;
});

test('Ctrl-C asks first; going on changes nothing, and pausing leaves with the way to resume', async () => {
  const world = await toMigrate();
  await world.press('ctrl-c');
  await world.waitFor('What now?');
  await world.press('ctrl-c');
  await world.waitFor((screen) => !screen.includes('What now?'));
  await world.press('ctrl-c');
  await world.waitFor('What now?');
  await world.press('2');
  await world.waitFor((screen) => !screen.includes('What now?'));
  expect(world.engine().calls).not.toContain('stop');
  await world.press('ctrl-c');
  await world.waitFor('What now?');
  await world.press('enter');
  expect(await world.exit).toBe(6);
  await world.waitFor('cutover resume');
  expect(world.engine().calls).toContain('stop');
});

test('aborting a run rolls back, after five seconds in which any key calls it off', async () => {
  const world = await toMigrate();
  await world.press('ctrl-c');
  await world.waitFor('What now?');
  await world.press('3');
  await world.waitFor('in 5 s. Any key calls it off.');
  world.clock.advance(4000);
  await world.waitFor('in 1 s. Any key calls it off.');
  await world.press('x');
  await world.waitFor((screen) => !screen.includes('calls it off'));
  world.clock.advance(10_000);
  expect(world.engine().calls).not.toContain('stop');
  await world.press('ctrl-c', '3');
  await world.waitFor('in 5 s');
  world.clock.advance(5000);
  await world.waitFor('ROLLING BACK');
  expect(world.engine().calls.slice(-2)).toEqual(['stop', 'rollback newest shop']);
  world.engine().settle('rolled-back', { verdict: 'the target is as it was' });
  await world.waitFor('✔ ROLLED BACK');
  expect(await leave(world)).toBe(5);
});

test('differences come first on Verify, with the verdict in one line', async () => {
  const world = await toVerdict();
  expect(world.screen()).toContain('✖ NOT VERIFIED: 1 of 3 tables differ: auth.users');
  const order = world.lines().filter((line) => /^[❯ ] [✖✔] /.test(line));
  expect(order.map((line) => line.slice(4, 20).trim())).toEqual(['auth.users', 'public.orders', 'public.items']);
  expect(await leave(world)).toBe(4);
});

test('R on Verify waits five seconds, is called off by Ctrl-C as by any key, and then rolls back', async () => {
  const world = await toVerdict();
  await world.press('R');
  await world.waitFor('in 5 s');
  await world.press('ctrl-c');
  await world.waitFor((screen) => !screen.includes('calls it off'));
  world.clock.advance(10_000);
  expect(world.engine().calls.filter((call) => call.startsWith('rollback'))).toEqual([]);
  await world.press('R');
  await world.waitFor('in 5 s');
  world.clock.advance(5000);
  await world.waitFor('ROLLING BACK');
  world.engine().emit({ type: 'phase.started', phase: 'rollback' }, rollbackPlan, started('drop public'));
  await world.waitFor('▸ drop public');
  world.engine().emit(finished('drop public', 0), { type: 'phase.finished', phase: 'rollback', seconds: 2 });
  world.engine().settle('rolled-back', { verdict: 'rolled back: the target is as it was' });
  await world.waitFor('1 of 1 step taken back · 2.0 s');
  expect(world.engine().calls.at(-1)).toBe('rollback 7f3a shop');
  await world.press('enter');
  await world.waitFor('7/7 Done');
  await world.press('enter');
  expect(await world.exit).toBe(5);
  await world.waitFor('rolled back: the target is as it was');
});

test('the sample is started from Welcome, and its servers end with the wizard', async () => {
  const world = openWizard();
  await world.waitFor('❯ ▸ Rehearse');
  await world.press('enter');
  await world.waitFor('2/7 Connect');
  expect(world.screen()).toContain('127.0.0.1:5001/postgres → 127.0.0.1:5002/shop');
  await leave(world);
  expect(world.demoStops()).toBe(1);
});

test('a signal stops the run at a safe point, gives the terminal back and says how to go on', async () => {
  const world = await toMigrate();
  await world.signal();
  expect(await world.exit).toBe(6);
  expect(world.engine().calls.slice(-1)).toEqual(['close']);
  await world.waitFor('cutover resume');
  expect(world.raw()).toContain('\u001b[?1049l');
});

test('a terminal that is taken away stops the run at a safe point', async () => {
  const world = await toMigrate();
  world.stdin.push(null);
  expect(await world.exit).toBe(6);
  expect(world.engine().calls).toContain('stop');
});

test('with a profile the wizard opens on Connect, and says when it cannot be saved', async () => {
  const world = openWizard({ start: { profile: shop }, unsaved: 'the disk is full' });
  await world.waitFor('connecting');
  expect(world.raw()).not.toContain('Welcome');
  await world.press('end', 'e');
  await world.waitFor('▏');
  await world.type('5');
  await world.press('enter');
  await world.waitFor('The profile is not saved: the disk is full');
  expect(await leave(world)).toBe(0);
});

test('where there can be no estimate one goes on without', async () => {
  const world = await toConnect();
  world.engine().emit(...connected, check('source-reachable', 'pass'));
  world.engine().settle('verified');
  await world.waitFor('Enter estimate');
  await world.press('enter');
  await world.waitFor('timed sample');
  const error = { code: 'rights.missing', message: 'no schema may be made', hint: 'Grant CREATE.' };
  world.engine().settle('failed', { error });
  await world.waitFor('→ Grant CREATE.');
  await world.press('enter');
  await world.waitFor('4/7 Checklist');
  expect(await leave(world)).toBe(0);
});

test('a resized terminal is drawn anew in its new size', async () => {
  const world = await toVerdict();
  for (const [columns, rows] of [
    [120, 40],
    [80, 24],
  ] as const) {
    await world.resize(columns, rows);
    await world.waitFor(() => {
      const lines = world.lines();
      return lines[0]?.trimEnd().length === columns && lines[2] === '─'.repeat(columns) && lines.at(-1) === verdictKeys;
    });
    expectFrame(world, '6/7 Verify');
  }
  expect(await leave(world)).toBe(4);
});

test('help names every key of the screen, and closes', async () => {
  const world = await toEstimate();
  await world.press('?');
  await world.waitFor('Leaves out every table above a size');
  await world.press('?');
  expect(await world.waitFor('public.orders')).not.toContain('Keys on this screen');
  await leave(world);
});

test('a screen reader gets words: no rules, no bars, no spinner', async () => {
  const world = await toConnect({ screenReader: true });
  expect(world.screen()).toContain('running: source: connecting');
  expect(world.screen()).not.toMatch(/[─█░⠋⠙⠹]/);
  await leave(world);
});
