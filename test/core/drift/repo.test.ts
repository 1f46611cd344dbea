import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Drift, findDrift } from '../../../core/drift/drift.ts';
import { readMigrations } from '../../../core/drift/migrations-truth.ts';
import type { SchemaModel } from '../../../core/drift/model.ts';
import { readPrisma } from '../../../core/drift/prisma/model.ts';
import { readSchema } from '../../../core/drift/read/database.ts';
import { readSnapshot, saveSnapshot } from '../../../core/drift/snapshot.ts';
import { driftVerdict } from '../../../core/drift/verdict.ts';
import { readMigrationFolder, schemaFiles } from '../../../core/migrations/folder.ts';
import { connect, type Session } from '../../../core/postgres/session.ts';
import { createScratch, type Scratch } from '../../../core/scratch/scratch.ts';

const repo = fileURLToPath(new URL('repo', import.meta.url));
const prismaText = await readFile(join(repo, 'prisma/schema.prisma'), 'utf8');
const migrations = join(repo, 'supabase/migrations');

let scratch: Scratch;
let database: Session;
let work: string;
let folder: SchemaModel;

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'cutover-drift-'));
  scratch = await createScratch();
  folder = await readMigrations({ root: migrations, label: 'migrations' }, scratch);
  const { url, execute } = await scratch.database();
  await execute(`CREATE SCHEMA supabase_migrations;
    CREATE TABLE supabase_migrations.schema_migrations (version text PRIMARY KEY, name text, statements text[])`);
  database = await connect({ end: 'target', url, purpose: 'test' });
  for (const { version, description, text } of schemaFiles(await readMigrationFolder(migrations))) {
    await execute(text);
    await database.query('INSERT INTO supabase_migrations.schema_migrations VALUES ($1, $2, $3)', [
      version,
      description,
      [text],
    ]);
  }
}, 60_000);
afterAll(async () => {
  await database.close();
  await scratch.stop();
  await rm(work, { recursive: true });
});

async function sourceAfter(sql = ''): Promise<SchemaModel> {
  await database.execute('BEGIN');
  try {
    if (sql !== '') await database.execute(sql);
    return await readSchema(database, { truth: 'source', label: 'shop' });
  } finally {
    await database.execute('ROLLBACK');
  }
}

async function prismaAfter(from = '', to = ''): Promise<SchemaModel> {
  expect(prismaText).toContain(from);
  return await readPrisma([['schema.prisma', prismaText.replace(from, to)]], 'schema.prisma');
}

async function folderAfter(file: string, change: (text: string) => string): Promise<SchemaModel> {
  const root = await mkdtemp(join(work, 'migrations-'));
  await cp(migrations, root, { recursive: true });
  const before = await readFile(join(root, file), 'utf8').catch(() => '');
  await writeFile(join(root, file), change(before));
  return await readMigrations({ root, label: 'migrations' }, scratch);
}

/** What was found, as `id by whom`. */
function blamed({ differences }: Drift): string[] {
  return differences.map(({ id, changed }) => `${id} by ${changed?.truth ?? 'nobody'}`);
}

test('in step, the three agree', async () => {
  const drift = findDrift([await sourceAfter(), folder, await prismaAfter()]);
  expect(blamed(drift)).toEqual([]);
  expect(driftVerdict(drift)).toMatchObject({ standing: 'in-step', advice: [] });
});

const inPrisma: readonly (readonly [string, string, string])[] = [
  ['column public.projects.archived', '  archived       Boolean         @default(false)\n', ''],
  ['column public.tasks.points', '  number      Int?\n', '  number      Int?\n  points      Int?\n'],
  [
    'column billing.plans.price',
    '  price         Decimal        @db.Decimal(10, 2)',
    '  price         Decimal        @db.Decimal(12, 2)',
  ],
  ['enum public.task_state', '  blocked\n', '  blocked\n  waiting\n'],
  ['index billing.payments.payments_invoice_id_idx', '  @@index([invoiceId])\n', ''],
];

test('an edit of the Prisma schema is found, and is Prisma’s doing', async () => {
  const source = await sourceAfter();
  for (const [id, from, to] of inPrisma) {
    expect(blamed(findDrift([source, folder, await prismaAfter(from, to)]))).toEqual([`${id} by prisma`]);
  }
  const ahead = findDrift([source, folder, await prismaAfter(...(inPrisma[1]?.slice(1) as [string, string]))]);
  expect(driftVerdict(ahead).standing).toBe('prisma-ahead');
  const behind = findDrift([source, folder, await prismaAfter(...(inPrisma[0]?.slice(1) as [string, string]))]);
  expect(driftVerdict(behind).standing).toBe('supabase-ahead');
});

const inSource: readonly (readonly [string, string])[] = [
  ['column public.labels.sort', 'ALTER TABLE public.labels ADD sort integer'],
  [
    'foreign-key public.projects.projects_team_id_fkey',
    'ALTER TABLE public.projects DROP CONSTRAINT projects_team_id_fkey',
  ],
  ['policy public.tasks.members read tasks', 'DROP POLICY "members read tasks" ON public.tasks'],
  [
    'function public.set_updated_at()',
    "CREATE OR REPLACE FUNCTION public.set_updated_at() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'",
  ],
  ['grant table public.settings', 'REVOKE SELECT ON public.settings FROM anon'],
];

test('an edit of the database is found, and is the database’s doing', async () => {
  const prisma = await prismaAfter();
  for (const [id, sql] of inSource) {
    expect(blamed(findDrift([await sourceAfter(sql), folder, prisma]))).toEqual([`${id} by source`]);
  }
});

const inFolder: readonly (readonly [string, string, (text: string) => string])[] = [
  [
    'table public.surveys',
    '20261201090000_surveys.sql',
    () => 'create table public.surveys (id bigserial primary key);',
  ],
  [
    'column public.devices.platform',
    '20261201090000_platform.sql',
    () => 'alter table public.devices alter platform type varchar(20);',
  ],
  [
    'check public.projects.projects_dates_check',
    '20261022090000_checks.sql',
    (text) => text.replace('ends_on >= starts_on', 'ends_on > starts_on'),
  ],
  ['view public.project_health', '20260901090000_project_health.sql', (text) => text.replace("<> 'done'", "= 'open'")],
  [
    'trigger storage.objects.no_delete',
    '20261201090000_files.sql',
    () => `
    create function public.no_delete() returns trigger language plpgsql as 'begin return null; end';
    create trigger no_delete before delete on storage.objects for each row execute function public.no_delete();`,
  ],
];

test('an edit of the migration folder is found, and is the folder’s doing', async () => {
  const [source, prisma] = [await sourceAfter(), await prismaAfter()];
  for (const [id, file, change] of inFolder) {
    const found = blamed(findDrift([source, await folderAfter(file, change), prisma]));
    expect(found).toContain(`${id} by migrations`);
    expect(found.every((line) => line.endsWith(' by migrations'))).toBe(true);
  }
}, 60_000);

/** Models, and what Prisma Migrate writes for them. */
const priced = `
datasource db {
  provider = "postgresql"
}
model Price {
  shop    Int
  item    Int?
  net     Decimal @default(1.10) @db.Decimal(10, 2)
  gross   Decimal @default(0.00)
  off     Decimal @default(-0.50)
  share   Float   @default(10.0)
  code    String  @default("1.10")
  kind    String  @db.Char
  flag    String  @db.Bit
  product Product? @relation(fields: [shop, item], references: [shop, id])
  @@id([shop])
}
model Product {
  shop   Int
  id     Int
  prices Price[]
  @@id([shop, id])
}`;
const pricedSql = `
  CREATE TABLE public."Product" ("shop" INTEGER NOT NULL, "id" INTEGER NOT NULL, CONSTRAINT "Product_pkey" PRIMARY KEY ("shop", "id"));
  CREATE TABLE public."Price" (
    "shop" INTEGER NOT NULL, "item" INTEGER, "net" DECIMAL(10,2) NOT NULL DEFAULT 1.10,
    "gross" DECIMAL(65,30) NOT NULL DEFAULT 0.00, "off" DECIMAL(65,30) NOT NULL DEFAULT -0.50,
    "share" DOUBLE PRECISION NOT NULL DEFAULT 10.0, "code" TEXT NOT NULL DEFAULT '1.10',
    "kind" CHAR NOT NULL, "flag" BIT NOT NULL, CONSTRAINT "Price_pkey" PRIMARY KEY ("shop"));
  ALTER TABLE public."Price" ADD CONSTRAINT "Price_shop_item_fkey" FOREIGN KEY ("shop", "item")
    REFERENCES public."Product"("shop", "id") ON DELETE RESTRICT ON UPDATE CASCADE;`;

test('what Prisma leaves unsaid is what its migrations make: numbers, lengths, and who may be deleted', async () => {
  const prisma = await readPrisma([['schema.prisma', priced]], 'schema.prisma');
  const ofPrices = ({ differences }: Drift) => differences.filter(({ id }) => /public\.(?:Price|Product)/.test(id));
  expect(ofPrices(findDrift([await sourceAfter(pricedSql), prisma]))).toEqual([]);
  const other = pricedSql.replace("DEFAULT '1.10'", "DEFAULT '1.1'").replace('DEFAULT 1.10', 'DEFAULT 1.01');
  const found = ofPrices(findDrift([await sourceAfter(other), prisma])).map(({ id }) => id);
  expect(found).toEqual(['column public.Price.code', 'column public.Price.net']);
});

test('a snapshot says what it was taken of', async () => {
  const file = join(work, 'schema.json');
  await saveSnapshot(file, folder, 'hash', new Date());
  expect(blamed(findDrift([folder, await readSnapshot(file)]))).toEqual([]);
  const later = await sourceAfter('ALTER TABLE public.labels ADD sort integer');
  expect(blamed(findDrift([later, await readSnapshot(file)]))).toEqual(['column public.labels.sort by source']);
});
