import { query, withClient } from '../support/servers.ts';

/** What a source is filled with. Rows follow from their numbers alone: every build of a size is the same. */
export interface DataSet {
  /** What it is, for the heading. */
  readonly title: string;
  /** About how much of table data it makes, in bytes. */
  readonly expectedBytes: number;
  /** Thousands of tables, each with files of its own. */
  readonly manyFiles?: boolean;
  /** Statements in order; each runs by itself, outside a transaction block. */
  readonly statements: readonly string[];
}

/** About 1.3 GB of tables and 0.4 GB of indexes at size 1: the tables of pgbench, documents, and small tables. */
export function standardSet(size: number): DataSet {
  const scale = Math.max(1, Math.round(60 * size));
  const documents = Math.max(1000, Math.round(1_500_000 * size));
  return {
    title: `pgbench scale ${scale}, ${documents.toLocaleString('en')} documents, 20 small tables with foreign keys`,
    expectedBytes: 1.35e9 * size,
    statements: [...pgbenchTables(scale), ...documentsTable(documents), ...chainedTables(20, 5000), 'VACUUM ANALYZE'],
  };
}

/** `count` tables of ten rows, each with a primary key: what counts is the cost of a table, not of its rows. */
export function manyTablesSet(count: number): DataSet {
  return {
    title: `${count.toLocaleString('en')} tables of ten rows with an index each`,
    expectedBytes: count * 24_000,
    manyFiles: true,
    statements: [createManyTables(count), 'VACUUM ANALYZE'],
  };
}

/** One table of so many GB (10⁹ bytes) with a primary key. */
export function bigTableSet(gigabytes: number): DataSet {
  const bytesPerRow = 580;
  const rows = Math.round((gigabytes * 1e9) / bytesPerRow);
  const perStatement = 1_000_000;
  const parts = Array.from({ length: Math.ceil(rows / perStatement) }, (_, part) => {
    const [first, last] = [part * perStatement + 1, Math.min(rows, (part + 1) * perStatement)];
    return `INSERT INTO big SELECT i, i % 1000, repeat(md5(i::text), 16) FROM generate_series(${first}, ${last}) AS i`;
  });
  return {
    title: `one table of ${gigabytes} GB, ${rows.toLocaleString('en')} rows`,
    expectedBytes: gigabytes * 1e9,
    statements: [
      'CREATE TABLE big (id bigint NOT NULL, kind integer, payload text)',
      ...parts,
      'ALTER TABLE big ADD PRIMARY KEY (id)',
      'VACUUM ANALYZE',
    ],
  };
}

/** The tables, types, fill factor and rows of `pgbench -i`, made by SQL: pgbench itself is not needed. */
function pgbenchTables(scale: number): string[] {
  return [
    'CREATE TABLE pgbench_history (tid int, bid int, aid int, delta int, mtime timestamp, filler char(22))',
    `CREATE TABLE pgbench_tellers (tid int NOT NULL, bid int, tbalance int, filler char(84)) WITH (fillfactor=100)`,
    `CREATE TABLE pgbench_accounts (aid int NOT NULL, bid int, abalance int, filler char(84)) WITH (fillfactor=100)`,
    `CREATE TABLE pgbench_branches (bid int NOT NULL, bbalance int, filler char(88)) WITH (fillfactor=100)`,
    `INSERT INTO pgbench_branches (bid, bbalance) SELECT i, 0 FROM generate_series(1, ${scale}) AS i`,
    `INSERT INTO pgbench_tellers (tid, bid, tbalance) SELECT i, (i - 1) / 10 + 1, 0 FROM generate_series(1, ${scale * 10}) AS i`,
    `INSERT INTO pgbench_accounts SELECT i, (i - 1) / 100000 + 1, 0, '' FROM generate_series(1, ${scale * 100_000}) AS i`,
    'ALTER TABLE pgbench_branches ADD PRIMARY KEY (bid)',
    'ALTER TABLE pgbench_tellers ADD PRIMARY KEY (tid)',
    'ALTER TABLE pgbench_accounts ADD PRIMARY KEY (aid)',
  ];
}

function documentsTable(rows: number): string[] {
  return [
    `CREATE TABLE documents (
      id uuid NOT NULL, owner int NOT NULL, title text NOT NULL, body jsonb NOT NULL,
      tags text[] NOT NULL, note text, created_at timestamptz NOT NULL)`,
    `INSERT INTO documents
      SELECT md5(i::text)::uuid,
             (i::bigint * 7919 % 50000)::int,
             'Document ' || md5((i * 3)::text),
             jsonb_build_object('kind', i % 7, 'version', i % 100, 'author', md5((i % 50000)::text),
                                'words', i % 2000, 'flags', jsonb_build_array(i % 2 = 0, i % 3 = 0, NULL)),
             ARRAY['tag ' || i % 50, 'group ' || i % 7],
             CASE WHEN i % 4 > 0 THEN repeat('A note of some words. ', i % 6) END,
             timestamptz '2024-01-01 00:00:00+00' + (i::bigint * 7919 % ${rows}) * interval '41.3 seconds'
        FROM generate_series(1, ${rows}) AS i`,
    'ALTER TABLE documents ADD PRIMARY KEY (id)',
    'CREATE INDEX ON documents (owner)',
    'CREATE INDEX ON documents (title)',
    'CREATE INDEX ON documents (created_at)',
  ];
}

/** Each table refers to the one before it. */
function chainedTables(count: number, rows: number): string[] {
  return Array.from({ length: count }, (_, index) => index + 1).flatMap((number) => [
    `CREATE TABLE small_${number} (id int PRIMARY KEY, parent int, label text, amount numeric(12, 2), at timestamptz)`,
    `INSERT INTO small_${number}
      SELECT i, i, 'row ' || i, i * 1.25, timestamptz '2025-01-01 00:00:00+00' + i * interval '1 hour'
        FROM generate_series(1, ${rows}) AS i`,
    ...(number === 1 ? [] : [`ALTER TABLE small_${number} ADD FOREIGN KEY (parent) REFERENCES small_${number - 1}`]),
  ]);
}

/** A commit every 500 tables, so that the locks of one transaction stay few. */
function createManyTables(count: number): string {
  return `DO $$
    BEGIN
      FOR i IN 1 .. ${count} LOOP
        EXECUTE format('CREATE TABLE many_%s (id int PRIMARY KEY, label text, at timestamptz)', i);
        EXECUTE format('INSERT INTO many_%s SELECT n, ''row '' || n, now() FROM generate_series(1, 10) AS n', i);
        IF i % 500 = 0 THEN COMMIT; END IF;
      END LOOP;
    END $$`;
}

export async function build(url: string, { statements }: DataSet): Promise<void> {
  await withClient(url, async (client) => {
    for (const statement of statements) await client.query(statement);
  });
}

/** What a copy has to have as well. */
export interface Contents {
  readonly rows: ReadonlyMap<string, number>;
  readonly indexes: number;
  readonly constraints: number;
}

/** What schema public holds. Rows are counted, not estimated; an index that is not valid does not count. */
export async function contentsOf(url: string): Promise<Contents> {
  const tables = await query<{ name: string }>(
    url,
    `SELECT relname AS name FROM pg_class
      WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname`,
  );
  const rows = new Map<string, number>();
  await withClient(url, async (client) => {
    const perStatement = 500;
    for (let start = 0; start < tables.length; start += perStatement) {
      const counts = tables
        .slice(start, start + perStatement)
        .map(({ name }) => `SELECT '${name}' AS name, count(*)::text AS rows FROM public.${name}`);
      const counted = await client.query<{ name: string; rows: string }>(counts.join(' UNION ALL '));
      for (const each of counted.rows) rows.set(each.name, Number(each.rows));
    }
  });
  const [others] = await query<{ indexes: number; constraints: number }>(
    url,
    `SELECT (SELECT count(*)::int FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid
              WHERE c.relnamespace = 'public'::regnamespace AND i.indisvalid) AS indexes,
            (SELECT count(*)::int FROM pg_constraint
              WHERE connamespace = 'public'::regnamespace AND contype <> 'n' AND convalidated) AS constraints`,
  );
  return { rows, indexes: others?.indexes ?? 0, constraints: others?.constraints ?? 0 };
}

/** What the target lacks or has too much of, in words; undefined where it is all there. Pure. */
export function differenceOf(source: Contents, target: Contents): string | undefined {
  const names = new Set([...source.rows.keys(), ...target.rows.keys()]);
  const wrong = [...names].filter((name) => source.rows.get(name) !== target.rows.get(name));
  const [first] = wrong;
  if (first !== undefined) {
    const count = (contents: Contents): string => contents.rows.get(first)?.toString() ?? 'no table';
    return `${wrong.length} of ${names.size} tables differ; ${first}: ${count(source)} on the source, ${count(target)} on the target`;
  }
  if (source.indexes !== target.indexes) return `${target.indexes} of ${source.indexes} indexes are there`;
  if (source.constraints !== target.constraints) {
    return `${target.constraints} of ${source.constraints} constraints are there`;
  }
  return undefined;
}

/** Bytes of the tables with their TOAST, and of their indexes. */
export async function sizesOf(url: string): Promise<{ readonly dataBytes: number; readonly indexBytes: number }> {
  const [sizes] = await query<{ data: string; indexes: string }>(
    url,
    `SELECT coalesce(sum(pg_table_size(oid)), 0)::text AS data, coalesce(sum(pg_indexes_size(oid)), 0)::text AS indexes
       FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`,
  );
  return { dataBytes: Number(sizes?.data ?? 0), indexBytes: Number(sizes?.indexes ?? 0) };
}
