import { expect, test } from 'vitest';
import { expectCarried, readSent } from '../support/fidelity/carry.ts';
import { createDatabase, useServer } from '../support/servers.ts';

const server = useServer({ settings: { allow_in_place_tablespaces: 'on' } });

test('tables and indexes arrive in their tablespaces and with their access methods, and their neighbours in none', async () => {
  const source = await createDatabase(server());
  for (const name of ['fast', 'slow']) await source.execute(`CREATE TABLESPACE ${name} LOCATION ''`);
  await source.execute(`
    CREATE ACCESS METHOD other TYPE TABLE HANDLER heap_tableam_handler;
    CREATE TABLE a (id integer PRIMARY KEY, v text);
    CREATE TABLE b (id integer PRIMARY KEY USING INDEX TABLESPACE slow, v text UNIQUE) TABLESPACE fast;
    CREATE TABLE c (id integer PRIMARY KEY, v text) USING other;
    CREATE TABLE d (id integer PRIMARY KEY, v text) USING other TABLESPACE slow;
    CREATE TABLE e (id integer PRIMARY KEY, v text);
    CREATE INDEX a_v ON a (v);
    CREATE INDEX b_v ON b (v) TABLESPACE slow;
    CREATE INDEX c_v ON c (v) TABLESPACE fast;
    CREATE INDEX d_v ON d (v);
    CREATE MATERIALIZED VIEW m USING other TABLESPACE fast AS SELECT * FROM a;
    CREATE INDEX m_v ON m (v) TABLESPACE slow;
    CREATE MATERIALIZED VIEW n AS SELECT * FROM m;
    CREATE TABLE p (id integer) PARTITION BY RANGE (id) TABLESPACE fast;
    CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (9) TABLESPACE slow;
    CREATE INDEX p_id ON p (id) TABLESPACE slow;
    INSERT INTO a VALUES (1, 'a'); INSERT INTO b VALUES (1, 'b'); INSERT INTO c VALUES (1, 'c'); INSERT INTO p VALUES (3);
    REFRESH MATERIALIZED VIEW m; REFRESH MATERIALIZED VIEW n;`);
  const end = await expectCarried(await readSent(source), await createDatabase(server()), server());
  expect(end.outcome).toBe('verified');
}, 60_000);
