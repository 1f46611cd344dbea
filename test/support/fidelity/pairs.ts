import { beforeAll, expect, test } from 'vitest';
import { createDatabase, type Major, majors, useServer } from '../servers.ts';
import { expectCarried, readSent, type Sent } from './carry.ts';
import { everything } from './fixture.ts';

/**
 * Tests that move everything from one major to others: by default to the same and to the newest, with
 * `CUTOVER_FIDELITY=all` to each that is not older.
 */
export function carryFrom(from: Major): void {
  const source = useServer({ major: from });
  const newest = majors.at(-1);
  const targets = majors.filter(
    (to) => to >= from && (process.env['CUTOVER_FIDELITY'] === 'all' || to === from || to === newest),
  );
  let sent: Sent;
  beforeAll(async () => {
    const database = await createDatabase(source());
    await database.execute(everything(from));
    sent = await readSent(database);
  }, 120_000);
  for (const to of targets) {
    const target = to === from ? source : useServer({ major: to });
    test(`everything arrives from ${from} on ${to} as pg_dump and psql would carry it`, async () => {
      const end = await expectCarried(sent, await createDatabase(target()), target());
      expect(end.outcome).toBe('verified');
    }, 240_000);
  }
}
