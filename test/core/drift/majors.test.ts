import { expect, onTestFinished, test } from 'vitest';
import { comparePair } from '../../../core/drift/compare.ts';
import type { SchemaModel } from '../../../core/drift/model.ts';
import { planSql } from '../../../core/drift/emit/plan.ts';
import { readDatabase } from '../../../core/drift/read/database.ts';
import { connect } from '../../../core/postgres/session.ts';
import { createScratch } from '../../../core/scratch/scratch.ts';
import { baseSql } from './cases.ts';

/** Each major costs a server: in the default run the two that lie furthest apart. */
const majors = process.env['CUTOVER_DRIFT'] === 'all' ? [15, 16, 17, 18] : [15, 18];

/** What the majors print differently of one definition. */
const printedSql = `
  CREATE VIEW app.qualified AS SELECT p.id, p.name, o.total FROM app.people p JOIN app.orders o ON o.person = p.id
    WHERE p.age > 3 ORDER BY o.total;
  CREATE VIEW app.single AS SELECT people.id, people.name FROM app.people WHERE people.age BETWEEN 1 AND 9;
  CREATE FUNCTION app.standard(n integer) RETURNS bigint LANGUAGE sql
    BEGIN ATOMIC SELECT count(*) FROM app.people WHERE people.age > n; END;
  CREATE TABLE app.required (id integer NOT NULL, label text NOT NULL CHECK (label <> ''));
  GRANT ALL ON app.required TO reader;
  ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT ALL ON TABLES TO reader;`;

async function modelOf(major: number): Promise<SchemaModel> {
  const scratch = await createScratch({ major });
  onTestFinished(() => scratch.stop());
  expect(scratch.major).toBe(major);
  const { url, execute } = await scratch.database();
  for (const sql of ['CREATE ROLE reader; CREATE ROLE keeper', baseSql, printedSql]) await execute(sql);
  const session = await connect({ end: 'target', url, purpose: 'test' });
  try {
    return await readDatabase(session, { truth: 'target', label: String(major) });
  } finally {
    await session.close();
  }
}

test('one schema on servers of different majors is no drift, and there is nothing to write for it', async () => {
  const models = await Promise.all(majors.map(modelOf));
  for (const left of models) {
    for (const right of models.filter((each) => each !== left)) {
      const about = `${left.label} and ${right.label}`;
      const found = comparePair(left, right).filter(({ changes }) => changes.some(({ fact }) => fact !== 'version'));
      expect(found, about).toEqual([]);
      expect(
        comparePair(left, right).every(({ kind }) => kind === 'extension'),
        about,
      ).toBe(true);
      expect(
        planSql(left, right).statements.every(({ loss }) => loss !== undefined),
        about,
      ).toBe(true);
    }
  }
}, 60_000);
