import { listFiles } from '../../inventory/storage.ts';
import type { StepContext } from '../../steps/context.ts';
import type { StorageClient } from './client.ts';
import { type LedgerObject, readNamedObjects, readObjects } from './ledger.ts';
import { type NameRange, readStored, type StoredObject } from './rows.ts';

/** Objects that are looked at together: what a page costs in memory does not depend on how many there are. */
const pageSize = 500;

export interface Page {
  readonly objects: readonly StoredObject[];
  /** What the ledger has in the same range of names, those that the source has no more included. */
  readonly known: readonly LedgerObject[];
}

/** The source's objects of a range with what the ledger knows of them, page by page. Takes sessions only to read. */
export async function* eachPage(
  context: Pick<StepContext, 'pool' | 'storage'>,
  range: NameRange & { readonly listing: 'sql' | 'api' },
  source: StorageClient | undefined,
): AsyncGenerator<Page> {
  if (range.listing === 'api') {
    if (source) yield* listedPages(context, range, source);
    return;
  }
  const { pool, storage } = context;
  let { after } = range;
  for (;;) {
    const from = { ...range, ...(after === undefined ? {} : { after }) };
    const objects = await pool.withSource(async (session) =>
      readStored(session, await storage.sourceColumns(session), from, pageSize),
    );
    const last = objects.length < pageSize ? range.upTo : objects.at(-1)?.name;
    const known = await pool.withTarget(async (session) =>
      readObjects(session, storage.runId, { bucket: range.bucket, after, upTo: last }),
    );
    if (objects.length > 0 || known.length > 0) yield { objects, known };
    if (objects.length < pageSize) return;
    after = last;
  }
}

/** Without rows, each file's facts are a request of their own. */
async function* listedPages(
  { pool, storage }: Pick<StepContext, 'pool' | 'storage'>,
  { bucket }: NameRange,
  source: StorageClient,
): AsyncGenerator<Page> {
  let names: string[] = [];
  const page = async (): Promise<Page> => {
    const objects = await Promise.all(names.map((name) => storage.slots.use(() => factsOf(source, bucket, name))));
    const known = await pool.withTarget(async (session) => readNamedObjects(session, storage.runId, bucket, names));
    names = [];
    return { objects, known };
  };
  for await (const { name } of listFiles(source, bucket)) {
    names.push(name);
    if (names.length === pageSize) yield await page();
  }
  if (names.length > 0) yield await page();
}

async function factsOf(source: StorageClient, bucket: string, name: string): Promise<StoredObject> {
  const { id, version, size, contentType, cacheControl, userMetadata } = await source.info(bucket, name);
  return {
    name,
    id,
    version,
    size,
    contentType,
    cacheControl,
    userMetadata,
    owner: undefined,
    ownerId: undefined,
    createdAt: undefined,
    updatedAt: undefined,
    accessedAt: undefined,
  };
}
