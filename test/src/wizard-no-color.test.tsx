import { expect, test, vi } from 'vitest';

// cli.ts maps NO_COLOR to this before chalk is imported, which reads it once.
vi.hoisted(() => {
  process.env['FORCE_COLOR'] = '0';
});

const { check, connected } = await import('../support/run-events.ts');
const { openWizard, shop } = await import('../support/wizard.ts');

test('without colour nothing is coloured, and every sign is still there', async () => {
  const world = openWizard({ profiles: [{ ...shop, environment: 'production' }] });
  await world.waitFor('❯ ▸ Profile');
  await world.press('enter');
  await world.waitFor('connecting');
  world
    .engine()
    .emit(
      ...connected,
      check('a', 'pass'),
      check('b', 'fail', { detail: 'red', fix: 'mend it' }),
      check('c', 'fail', { severity: 'warning' }),
      check('d', 'skip', { severity: 'info' }),
    );
  world.engine().settle('no-go');
  await world.waitFor('→ mend it');
  expect(world.screen()).toMatch(/PRODUCTION[^]*✖ Check b[^]*⚠ Check c[^]*– Check d[^]*✔ Check a/);
  // Select Graphic Rendition: ESC [ … m
  expect(world.raw().match(/\u001b\[[\d;]*m/g)).toBeNull();
  await world.press('q');
  await world.exit;
});
