import { beforeAll, expect, test } from 'vitest';
import { createPlatform, createSample, sampleOwner, sampleSuperuser } from '../../../core/demo/sample.ts';
import { testMigration } from '../../support/migration.ts';
import { serverForTest, useServer } from '../../support/servers.ts';

const source = useServer({ superuser: sampleSuperuser });

beforeAll(async () => {
  await createSample(source(), { scale: 0.02 });
});

test('try', async () => {
  const target = await serverForTest({ superuser: sampleSuperuser });
  await createPlatform(target);
  const migration = await testMigration(source().url(sampleOwner), target.url(sampleOwner));
  const end = await migration.run();
  console.log(JSON.stringify(end, null, 1));
  console.log(
    migration.events.filter(
      (e) =>
        e.type === 'step.failed' ||
        (e.type === 'verify.item' && e.verdict !== 'match') ||
        (e.type === 'verify.table' && e.verdict !== 'match'),
    ),
  );
  expect(end.outcome).toBe('verified');
}, 60_000);
