import { toCutoverError } from '../errors.ts';
import { readCounters } from '../inventory/counters.ts';
import type { Counters } from '../inventory/types.ts';
import { connect, type Session } from '../postgres/session.ts';
import { type ManagedObject, readManagedObjects } from '../supabase/objects.ts';
import { exactRows, type TableRows, tablesPresent, tablesWorthReading } from './exact-rows.ts';
import { digest, type DumpedObjects, dumpObjects, isUntouched, type ObjectDigests } from './schema-objects.ts';

/**
 * What the target was before the run, recorded in the ledger: what a rollback compares its result with. A schema that is
 * renamed keeps its files, so change counters and file numbers prove its tables untouched at any size; only small tables
 * are read, and those whose rows a run really moves. Serialisable.
 */
export interface TargetBefore {
  readonly inTheWay: InTheWay;
  /** As pg_dump prints them; undefined where it could not be made. */
  readonly objects: ObjectDigests | undefined;
  /** Why not. */
  readonly objectsMissing?: string;
  /** Schemas that a dump had to leave out, since the role may not read them. */
  readonly unread: readonly string[];
  /** The project's objects on tables of Supabase's services, which the dump may not show. */
  readonly managed: Readonly<Record<string, string>>;
  /** Rows and checksum of tables in schemas that are set aside; of large ones only where their rows are moved. */
  readonly rows: readonly TableRows[];
  /** Change counters and file numbers of every table. */
  readonly counters: Counters;
  /** Last values of the sequences in schemas that are set aside. */
  readonly sequences: readonly SequenceValue[];
  /** Names of the server's roles. */
  readonly roles: readonly string[];
  /** Settings of the database and of roles in it, by whom they are for. */
  readonly settings: Readonly<Record<string, string>>;
  /** Number of the large objects, and a sum over their OIDs. */
  readonly largeObjects: string;
}

export interface SequenceValue {
  readonly schema: string;
  readonly name: string;
  /** Null for one that was never called. */
  readonly value: string | null;
}

/** Schemas of the target that a run sets aside. */
export interface InTheWay {
  /** By renaming them. */
  readonly renamed: readonly string[];
  /** By moving the rows of their tables. */
  readonly emptied: readonly string[];
  readonly supabase: boolean;
}

const sequencesSql = `
  SELECT s.schemaname AS schema, s.sequencename AS name, s.last_value::text AS value
  FROM pg_catalog.pg_sequences s WHERE s.schemaname = ANY ($1) ORDER BY 1, 2`;

const rolesSql = "SELECT rolname AS name FROM pg_catalog.pg_roles WHERE rolname !~ '^pg_' ORDER BY 1";

/** In force for this database alone. */
const settingsSql = `
  SELECT coalesce(r.rolname, 'every role') AS name, s.setconfig::text AS value
  FROM pg_catalog.pg_db_role_setting s
  JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase AND d.datname = pg_catalog.current_database()
  LEFT JOIN pg_catalog.pg_roles r ON r.oid = s.setrole ORDER BY 1`;

const largeObjectsSql = `
  SELECT count(*)::text || ' ' || coalesce(sum(pg_catalog.hashoidextended(oid, 0)), 0)::text AS value
  FROM pg_catalog.pg_largeobject_metadata`;

/**
 * Reads what the target is. Begun while the checks look, on connections of its own; nothing waits for it before the
 * ledger is written. `signal` ends it. Throws CutoverError; a dump that fails is no error, and is told by the result.
 */
export async function readBefore(request: {
  readonly targetUrl: string;
  readonly inTheWay: Promise<InTheWay>;
  readonly signal?: AbortSignal;
}): Promise<TargetBefore> {
  const { targetUrl, signal } = request;
  const stop = signal === undefined ? {} : { signal };
  const parts = [
    underSession(targetUrl, stop, async (session) => await readObjects(session, stop)),
    underSession(targetUrl, stop, async (session) => await readFacts(session, await request.inTheWay)),
  ] as const;
  await Promise.allSettled(parts);
  const [objects, facts] = await Promise.all(parts);
  return { ...objects, ...facts };
}

/**
 * Reads the target once more in the same way, for the comparison. Schemas that could not be read before stay out.
 * Throws CutoverError.
 */
export async function readAfter(session: Session, targetUrl: string, before: TargetBefore): Promise<TargetBefore> {
  const objects =
    before.objects === undefined
      ? { objects: undefined, unread: before.unread }
      : await underSession(
          targetUrl,
          {},
          async (dumper) => await tryDump(async () => await dumpObjects(dumper, { without: before.unread })),
        );
  return {
    ...objects,
    ...(await readSmallFacts(session, before.inTheWay)),
    rows: await exactRows(session, await tablesPresent(session, before.rows)),
  };
}

async function readObjects(
  session: Session,
  stop: { readonly signal?: AbortSignal },
): Promise<Pick<TargetBefore, 'objects' | 'objectsMissing' | 'unread'>> {
  if (await isUntouched(session)) return { objects: {}, unread: [] };
  return await tryDump(async () => await dumpObjects(session, stop));
}

async function tryDump(
  dump: () => Promise<DumpedObjects>,
): Promise<Pick<TargetBefore, 'objects' | 'objectsMissing' | 'unread'>> {
  try {
    return await dump();
  } catch (thrown) {
    const error = toCutoverError(thrown);
    // Neither a run nor its rollback fails for what only their comparison would want to know.
    if (error.code === 'dump.failed' || error.code === 'dump.unsupported-server' || error.code === 'rights.missing') {
      return { objects: undefined, objectsMissing: error.message, unread: [] };
    }
    throw error;
  }
}

async function readFacts(
  session: Session,
  inTheWay: InTheWay,
): Promise<Omit<TargetBefore, 'objects' | 'objectsMissing' | 'unread'>> {
  const facts = await readSmallFacts(session, inTheWay);
  return { ...facts, rows: await exactRows(session, await tablesWorthReading(session, inTheWay)) };
}

async function readSmallFacts(
  session: Session,
  inTheWay: InTheWay,
): Promise<Omit<TargetBefore, 'objects' | 'objectsMissing' | 'unread' | 'rows'>> {
  const counters = await readCounters(session);
  const sequences = await session.query<{ schema: string; name: string; value: string | null }>(sequencesSql, [
    [...inTheWay.renamed, ...inTheWay.emptied],
  ]);
  const roles = await session.query<{ name: string }>(rolesSql);
  const settings = await session.query<{ name: string; value: string }>(settingsSql);
  const [large] = await session.query<{ value: string }>(largeObjectsSql);
  const managed = inTheWay.supabase ? await readManagedObjects(session) : [];
  return {
    inTheWay,
    counters,
    sequences,
    roles: roles.map(({ name }) => name),
    settings: Object.fromEntries(settings.map(({ name, value }) => [name, digest(value)])),
    largeObjects: large?.value ?? '',
    managed: Object.fromEntries(managed.map((object) => [managedName(object), digest(object.create.join('\n'))])),
  };
}

function managedName({ kind, name }: ManagedObject): string {
  return `${kind} ${name}`;
}

async function underSession<Result>(
  url: string,
  { signal }: { readonly signal?: AbortSignal },
  work: (session: Session) => Promise<Result>,
): Promise<Result> {
  const session = await connect({ end: 'target', url, purpose: 'identity' });
  const onAbort = (): void => session.destroy(new Error('what the target was is not wanted any more'));
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    if (signal?.aborted) onAbort();
    return await work(session);
  } finally {
    signal?.removeEventListener('abort', onAbort);
    await session.close();
  }
}
