import { expect, test } from 'vitest';
import { failed, finished, progress, rollbackPlan, started } from '../support/run-events.ts';
import { leave, toMigrate, toVerdict } from '../support/wizard-steps.ts';

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

test('while a server is away nothing is said to run, and neither a rate nor a time that is left is told', async () => {
  const world = await toMigrate();
  world.engine().emit(started('copy public.orders'), progress('copy public.orders', 500));
  world.engine().emit({ type: 'outage.changed', away: 'target' });
  await world.waitFor('WAITING: the target is away, and tried again');
  world.clock.advance(60_000);
  await world.waitFor('0:59:00 left');
  expect(world.screen()).not.toMatch(/RUNNING|STALLED|rows\/s/);
  world.engine().emit({ type: 'outage.changed' });
  await world.waitFor((screen) => !screen.includes('WAITING'));
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
  expect(order.map((line) => line.slice(4, 20).trim())).toEqual(['auth.users', 'ladder: row coun', 'ladder: checksum']);
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
