import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { testMigration } from '../support/migration.ts';
import { createDatabase, useServer } from '../support/servers.ts';

const source = useServer();
const target = useServer();

// Ten seconds of the server's own are waited for.
test.runIf(process.env['CUTOVER_FAULTS'] === 'all')(
  'a write that the server has not counted yet is found by a resume that computes no checksum',
  async () => {
    const from = await createDatabase(source());
    const to = await createDatabase(target());
    await from.execute(`CREATE TABLE orders (id integer PRIMARY KEY);
      INSERT INTO orders SELECT generate_series(1, 100); CREATE TABLE read (id integer)`);
    const migration = await testMigration(from.url, to.url, { jobs: 1, verify: 'none' });
    migration.onEvent = (event) => {
      if (event.type === 'step.started' && event.id.startsWith('analyze')) void migration.control.stop();
    };
    expect(await migration.run()).toMatchObject({ outcome: 'paused' });

    const writer = new pg.Client({ connectionString: from.url });
    await writer.connect();
    onTestFinished(() => writer.end());
    // A session tells its counts at most once a second; what it does within that waits until it has been idle for long.
    await writer.query('SELECT FROM read');
    await writer.query('INSERT INTO orders VALUES (101)');
    migration.onEvent = () => undefined;
    expect(await migration.resume()).toMatchObject({ outcome: 'verified' });
    expect(await to.query('SELECT count(*)::int AS rows FROM orders')).toEqual([{ rows: 101 }]);
  },
);
