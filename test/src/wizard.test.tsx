import { expect, test } from 'vitest';
import { check, connected, estimate, failed, plan, runStarted, started } from '../support/run-events.ts';
import { openWizard, shop } from '../support/wizard.ts';
import {
  expectFrame,
  leave,
  production,
  sizes,
  toConnect,
  toEstimate,
  toVerdict,
  verdictKeys,
} from '../support/wizard-steps.ts';

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
    Enter open  d drift  ↑↓ move  q quit  ? help"
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

test('the sample is started from Welcome, and its servers end with the wizard', async () => {
  const world = openWizard();
  await world.waitFor('❯ ▸ Rehearse');
  await world.press('enter');
  await world.waitFor('2/7 Connect');
  expect(world.screen()).toContain('127.0.0.1:5001/postgres → 127.0.0.1:5002/shop');
  await leave(world);
  expect(world.demoStops()).toBe(1);
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
