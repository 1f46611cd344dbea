import { expect, test } from 'vitest';
import type { DriftFacts } from '../../screens/views/drift.ts';
import { connected } from '../support/run-events.ts';
import { openWizard, shop } from '../support/wizard.ts';
import { leave } from '../support/wizard-steps.ts';

const severities = ['breaking', 'risky', 'harmless'] as const;

/** Two hundred differences, the worst first. */
const drift: DriftFacts = {
  verdict: '200 differences. Both out of step.',
  advice: ['Write them as a migration.'],
  truths: ['source 0a1b2c3d', 'target 4e5f6071'],
  notCompared: [],
  rows: Array.from({ length: 200 }, (_, index) => ({
    id: `column public.table_${index}.c`,
    severity: severities[Math.floor(index / 70)] ?? 'harmless',
    kind: 'column',
    name: `public.table_${index}.c`,
    how: `in source, not in target ${index}`,
    blame: 'source has changed: by hand',
    changes: ['type: integer in source, bigint in target'],
    sql: [
      { on: 'target', toward: 'source', text: `ALTER TABLE "public"."table_${index}" ADD COLUMN "c" integer;\n` },
      { on: 'source', toward: 'target', text: `-- ALTER TABLE "public"."table_${index}" DROP COLUMN "c";\n` },
    ],
  })),
};

test('the drift screen lists, filters, sorts by severity, and shows each difference with its SQL', async () => {
  const world = openWizard({ profiles: [shop], drift });
  await world.waitFor('Profile');
  await world.press('d');
  await world.waitFor('200 differences. Both out of step.');
  expect(world.lines()).toHaveLength(24);
  await world.waitFor('public.table_0.c');
  await world.press('v');
  await world.waitFor('70 differences breaking');
  await world.press('v');
  await world.waitFor('70 differences risky');
  await world.press('/');
  await world.type('table_7');
  await world.press('enter');
  await world.waitFor("10 differences risky with 'table_7'");
  await world.press('enter');
  await world.waitFor('SQL that brings target to source (1 of 2)');
  await world.waitFor('ALTER TABLE "public"."table_70" ADD COLUMN "c" integer;');
  await world.press('tab');
  await world.waitFor('-- ALTER TABLE "public"."table_70" DROP COLUMN "c";');
  await world.press('esc');
  await world.waitFor("with 'table_7'");
  await world.press('esc');
  await world.waitFor('1/7 Welcome');
  await leave(world);
});

test('the drift screen is reached from Connect, and leads back there', async () => {
  const world = openWizard({ profiles: [shop], drift });
  await world.waitFor('Profile');
  await world.press('enter');
  await world.waitFor('connecting');
  world.engine().emit(...connected);
  world.engine().settle('verified');
  await world.waitFor('Enter estimate');
  await world.press('d');
  await world.waitFor('200 differences');
  expect(world.lines()[0]).toContain('Drift');
  await world.press('esc');
  await world.waitFor('2/7 Connect');
  await leave(world);
});
