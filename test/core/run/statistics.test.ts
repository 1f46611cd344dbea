import { expect, test } from 'vitest';
import { testMigration } from '../../support/migration.ts';
import { createDatabase, query, useServer } from '../../support/servers.ts';

const source = useServer();
const target = useServer();

/** Each table just large enough for a transaction of its own to be worth it. */
const project = `
  CREATE TABLE public.plain AS SELECT g AS id, repeat(md5(g::text), 30) AS body FROM generate_series(1, 9000) g;
  CREATE TABLE public.expressed AS TABLE public.plain;
  CREATE TABLE public.declared AS TABLE public.plain;
  CREATE TABLE public.parent AS TABLE public.plain;
  CREATE TABLE public.child () INHERITS (public.parent);
  INSERT INTO public.child TABLE public.plain;
  CREATE INDEX plain_body ON public.plain (body);
  CREATE INDEX plain_some ON public.plain (id) WHERE id > 10;
  CREATE INDEX expressed_length ON public.expressed (length(body));
  CREATE INDEX declared_id ON public.declared (id);
  CREATE INDEX parent_id ON public.parent (id);
  CREATE STATISTICS public.together ON id, body FROM public.declared;
  VACUUM ANALYZE public.plain, public.expressed, public.declared, public.parent, public.child;
`;

/** What the planner knows of the columns, of what an index orders, and of what was declared. */
const known = `
  SELECT tablename::text AS name, pg_catalog.array_agg(DISTINCT attname::text || CASE WHEN inherited THEN '*' ELSE '' END
      ORDER BY attname::text || CASE WHEN inherited THEN '*' ELSE '' END) AS columns
    FROM pg_catalog.pg_stats WHERE schemaname = 'public' GROUP BY 1
  UNION ALL SELECT statistics_name::text, ARRAY[(n_distinct IS NOT NULL)::text] FROM pg_catalog.pg_stats_ext
  ORDER BY 1`;

test('large tables are analysed in front of their indexes, and behind what has statistics of its own', async () => {
  const from = await createDatabase(source());
  for (const statement of project.split(';\n')) await from.execute(statement);
  const to = await createDatabase(target());
  const migration = await testMigration(from.url, to.url);
  expect((await migration.run()).outcome).toBe('verified');

  const at = (type: 'step.started' | 'step.finished', id: string): number => {
    const found = migration.events.findIndex((event) => event.type === type && event.id === id);
    expect(found, `${type} ${id}`).toBeGreaterThan(0);
    return found;
  };
  for (const index of ['index:public.plain_body', 'index:public.plain_some'])
    expect(at('step.finished', 'analyze:public.plain')).toBeLessThan(at('step.started', index));
  for (const [table, index] of [
    ['expressed', 'expressed_length'],
    ['declared', 'declared_id'],
    ['parent', 'parent_id'],
  ]) {
    expect(at('step.finished', `index:public.${index}`)).toBeLessThan(at('step.started', `analyze:public.${table}`));
  }

  expect(await query(to.url, known)).toEqual(await query(from.url, known));
  const sizes = `SELECT relname::text AS name, relpages > 0 AS pages, reltuples::int AS rows FROM pg_catalog.pg_class
    WHERE relname LIKE 'plain%' ORDER BY 1`;
  expect(await query(to.url, sizes)).toEqual([
    { name: 'plain', pages: true, rows: 9000 },
    { name: 'plain_body', pages: true, rows: 9000 },
    { name: 'plain_some', pages: true, rows: 8990 },
  ]);
});
