import { expect, test } from 'vitest';
import { check, connected } from '../support/run-events.ts';
import { openWizard, shop } from '../support/wizard.ts';
import { expectFrame, leave, production, sizes, toChecklist, toConnect, toEstimate } from '../support/wizard-steps.ts';

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

test('checks of a setting that was changed meanwhile have nothing more to say', async () => {
  const world = await toConnect();
  await world.press('down', 'down', 'down', 'down', 'e');
  await world.waitFor('PRODUCTION');
  const [before] = world.engines;
  await expect.poll(() => before?.calls).toEqual(['check', 'stop', 'close']);
  expect(world.engine().calls).toEqual(['check']);
  await world.waitFor('source: connecting');
  expect(world.screen()).not.toContain('not connected');
  await leave(world);
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
  await world.waitFor('the checks are running');
  expect(world.engine().calls).toEqual(['check', 'estimate', 'checklist']);
  world.engine().emit(check('writes-frozen', 'pass'), check('manual:support-is-on-call', 'fail'));
  world.engine().settle('no-go');
  await world.waitFor('NO-GO: 6 items not ticked');
  await world.press('g');
  expect(world.screen()).not.toContain('Type the name');
  for (let item = 0; item < 6; item += 1) await world.press('space', 'down');
  await world.waitFor('✔ GO: every check is green');
  expect(world.engine().calls).toEqual(['check', 'estimate', 'checklist']);
  await leave(world);
});

test.each(sizes)('what to do about a check can be read to its last word, $columns columns wide', async (size) => {
  const world = await toChecklist({ ...size });
  const queries = Array.from({ length: 40 }, (_, index) => `SELECT * FROM public.table_${index} WHERE orphan;`);
  const whole = `Mend the rows. To see them: ${queries.join(' ')} ${'x'.repeat(200)} END`;
  world.engine().emit(check('orphans', 'fail', { detail: '3 orphan rows', fix: whole }));
  await world.waitFor('more lines: v reads them');
  expectFrame(world, '4/7 Checklist');
  await world.press('v');
  await world.waitFor('v close');
  expectFrame(world, '4/7 Checklist');
  expect(world.screen()).toContain('table_0 ');
  const seen = [world.screen()];
  await world.press('end');
  await world.waitFor(' END');
  expectFrame(world, '4/7 Checklist');
  seen.push(world.screen());
  await world.press('pageup');
  const tables = queries.map((_, index) => new RegExp(`table_${index}\\b`));
  await world.waitFor((screen) => tables.every((table) => table.test([...seen, screen].join('\n'))));
  expect(seen.join('\n').match(/x/g)?.length).toBeGreaterThanOrEqual(200);
  await world.press('esc');
  await world.waitFor('more lines: v reads them');
  await leave(world);
});

test('a red blocker is overridden with a typed reason only, which the run is told with name and time', async () => {
  const world = await toChecklist();
  world.engine().emit(check('orphans', 'fail', { detail: '3 orphan rows' }));
  await world.waitFor('NO-GO: 1 blocker red');
  await world.press('o');
  await world.waitFor('reason:');
  await world.press('enter');
  await world.waitFor('a reason is needed');
  await world.press('o');
  await world.waitFor('reason:');
  await world.type('known, mended later');
  await world.press('enter');
  await world.waitFor('✔ GO, with 1 blocker overridden');
  expect(world.engines).toHaveLength(1);
  await world.press('g');
  await world.waitFor('Type the name');
  await world.type('shop');
  await world.press('enter');
  await world.waitFor('STARTING');
  expect(world.engine().said()?.overrides['orphans']).toMatchObject({ by: 'ann', reason: 'known, mended later' });
  expect(world.engine().said()?.overrides['orphans']?.at).toMatch(/^\d{4}-\d\d-\d\dT/);
  world.engine().settle('no-go', { verdict: '1 blocker is red' });
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
