import { expect } from 'vitest';
import { check, connected, estimate, plan, runStarted } from './run-events.ts';
import { openWizard, shop, type WizardWorld, type WorldOptions } from './wizard.ts';

export const sizes = [
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
] as const;
export const production = { ...shop, environment: 'production' } as const;
export const tables = ['public.orders', 'public.items', 'auth.users'];
export const moved = tables.flatMap((table) => [`copy ${table}`, `index ${table}`]);

/** Header on the first line, keys on the last: a frame taller than the terminal would have pushed the header out. */
export function expectFrame(world: WizardWorld, title: string): void {
  const lines = world.lines();
  expect(lines[0]).toContain(title);
  expect(lines[2]).toMatch(/^─+$/);
  expect(lines.at(-2)).toMatch(/^─+$/);
  expect(lines.at(-1)).toMatch(/\? help$|Esc|leave it/);
}

/** From Welcome to Connect, with the checks under way. */
export async function toConnect(options: WorldOptions = {}): Promise<WizardWorld> {
  const world = openWizard({ profiles: [shop], ...options });
  await world.waitFor('Profile');
  await world.press('enter');
  await world.waitFor('connecting');
  return world;
}

/** On to an estimate of three tables. */
export async function toEstimate(options: WorldOptions = {}): Promise<WizardWorld> {
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

/** On to the checklist. */
export async function toChecklist(options: WorldOptions = {}): Promise<WizardWorld> {
  const world = await toEstimate(options);
  await world.press('enter');
  await world.waitFor('Checklist');
  return world;
}

/** GO is given, and the run has begun. */
export async function toMigrate(options: WorldOptions = {}): Promise<WizardWorld> {
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

/** Everything is moved, and one of three tables differs. */
export async function toVerdict(options: WorldOptions = {}): Promise<WizardWorld> {
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

export const verdictKeys = 'f finish  R roll back  r verify again  ↑↓ move  Ctrl-C leave  ? help';

/** Leaves by Ctrl-C; gives the exit code. */
export async function leave(world: WizardWorld): Promise<number> {
  await world.press('ctrl-c');
  return world.exit;
}
