import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { CutoverError } from '../errors.ts';
import { formatAddress, parseAddress } from '../postgres/address.ts';
import { connect } from '../postgres/session.ts';
import { readMigrations } from './migrations-truth.ts';
import { type SchemaModel, type TruthName, truthNames } from './model.ts';
import { readPrisma } from './prisma/model.ts';
import { readDatabase } from './read/database.ts';
import { readSnapshot } from './snapshot.ts';

/** Where Prisma's schema lies, below a project's root. */
const defaultPrismaPaths = ['prisma/schema.prisma', 'prisma/schema', 'schema.prisma'] as const;

export interface TruthsRequest {
  /** Connection URLs; empty where none is known. */
  readonly sourceUrl: string;
  readonly targetUrl: string;
  /** The project's folder: paths are relative to it. */
  readonly root: string;
  /** The migration folder. */
  readonly migrations: string;
  /** True where the operator named the folder: then it has to be there. */
  readonly migrationsNamed: boolean;
  /** A schema.prisma, or a folder of them. */
  readonly prisma?: string | undefined;
  readonly snapshot?: string | undefined;
  /** Only these. Everything that is there where it is left out. */
  readonly compare?: readonly TruthName[] | undefined;
  readonly schemas?: readonly string[] | undefined;
  /** Told what is being read, in the operator's words. */
  readonly tell?: ((line: string) => void) | undefined;
}

/**
 * Reads every source of truth that is asked for, in the order of {@link truthNames}. Databases are read only; a scratch
 * server is started where the migration folder is among them. Throws CutoverError.
 */
export async function readTruths(request: TruthsRequest): Promise<SchemaModel[]> {
  const places = await placesOf(request);
  const wanted = truthNames.filter((name) => request.compare?.includes(name) ?? places[name] !== undefined);
  const lacking = wanted.filter((name) => places[name] === undefined);
  const [first] = lacking;
  if (first !== undefined)
    throw new CutoverError('config.invalid', `there is no ${lackText(first)} to compare`, { hint: hints[first] });
  if (wanted.length === 0) {
    throw new CutoverError('config.invalid', 'there is nothing to compare', {
      hint: 'Give --source and --target, or run this in a folder with supabase/migrations or prisma/schema.prisma.',
    });
  }
  const read = async (name: TruthName, serverVersion?: number): Promise<SchemaModel> => {
    request.tell?.(`reading ${name}`);
    return await readers[name](places[name] ?? '', { ...request, serverVersion });
  };
  // The folder last: it is read on a server of the databases' own version.
  const before = await Promise.all(wanted.filter((name) => name !== 'migrations').map((name) => read(name)));
  const version = before.find(({ truth }) => truth === 'target' || truth === 'source')?.serverVersion;
  const all = wanted.includes('migrations') ? [...before, await read('migrations', version)] : before;
  return all.sort((a, b) => truthNames.indexOf(a.truth) - truthNames.indexOf(b.truth));
}

type Places = Readonly<Record<TruthName, string | undefined>>;

async function placesOf(request: TruthsRequest): Promise<Places> {
  const { root, sourceUrl, targetUrl, migrations, migrationsNamed, prisma, snapshot } = request;
  const isThere = async (path: string): Promise<boolean> =>
    await stat(path).then(
      () => true,
      () => false,
    );
  if (prisma !== undefined && !(await isThere(prisma))) throw noFile(prisma, '--prisma');
  if (snapshot !== undefined && !(await isThere(snapshot))) throw noFile(snapshot, '--snapshot');
  const hasFolder = await isThere(migrations);
  if (migrationsNamed && !hasFolder) throw noFile(migrations, '--migrations');
  let found = prisma;
  for (const path of defaultPrismaPaths) {
    if (found === undefined && (await isThere(join(root, path)))) found = join(root, path);
  }
  return {
    source: sourceUrl === '' ? undefined : sourceUrl,
    target: targetUrl === '' ? undefined : targetUrl,
    migrations: hasFolder ? migrations : undefined,
    prisma: found,
    snapshot,
  };
}

function noFile(path: string, flag: string): CutoverError {
  return new CutoverError('config.invalid', `there is no ${path}`, { hint: `Give ${flag} a path that is there.` });
}

const hints: Readonly<Record<TruthName, string>> = {
  source: 'Give its URL with --source or CUTOVER_SOURCE_URL.',
  target: 'Give its URL with --target or CUTOVER_TARGET_URL.',
  migrations: 'Give the folder with --migrations (default: supabase/migrations).',
  prisma: 'Give the file with --prisma (default: prisma/schema.prisma).',
  snapshot: "Give the file with --snapshot; 'cutover drift --save FILE' writes one.",
};

function lackText(name: TruthName): string {
  const words: Readonly<Record<TruthName, string>> = {
    source: 'source database',
    target: 'target database',
    migrations: 'migration folder',
    prisma: 'Prisma schema',
    snapshot: 'snapshot',
  };
  return words[name];
}

type Reader = (
  place: string,
  request: TruthsRequest & { readonly serverVersion: number | undefined },
) => Promise<SchemaModel>;

const readers: Readonly<Record<TruthName, Reader>> = {
  source: (url, { schemas }) => readFrom('source', url, schemas),
  target: (url, { schemas }) => readFrom('target', url, schemas),
  migrations: (folder, { root, schemas, serverVersion }) =>
    readMigrations({ root: folder, label: shown(root, folder), schemas, serverVersion }),
  prisma: async (path, { root, schemas }) =>
    within(await readPrisma(await prismaFiles(path, root), shown(root, path)), schemas),
  snapshot: async (path, { schemas }) => within(await readSnapshot(path), schemas),
};

async function readFrom(
  end: 'source' | 'target',
  url: string,
  schemas: readonly string[] | undefined,
): Promise<SchemaModel> {
  // Nothing is written to either of them.
  const session = await connect({ end, url, purpose: 'drift' });
  try {
    return await readDatabase(session, { truth: end, label: formatAddress(parseAddress(url, end)), schemas });
  } finally {
    await session.close();
  }
}

function within(model: SchemaModel, schemas: readonly string[] | undefined): SchemaModel {
  if (schemas === undefined) return model;
  return { ...model, only: schemas, schemas: model.schemas.filter((name) => schemas.includes(name)) };
}

/** A file, or every .prisma file in a folder and those below it. */
async function prismaFiles(path: string, root: string): Promise<[string, string][]> {
  const isFolder = (await stat(path)).isDirectory();
  const names = isFolder
    ? (await readdir(path, { recursive: true })).filter((name) => name.endsWith('.prisma')).sort()
    : [''];
  const paths = names.map((name) => (name === '' ? path : join(path, name)));
  return await Promise.all(
    paths.map(async (file): Promise<[string, string]> => [shown(root, file), await readFile(file, 'utf8')]),
  );
}

function shown(root: string, path: string): string {
  const short = relative(root, path);
  return short === '' || short.startsWith('..') ? path : short;
}
