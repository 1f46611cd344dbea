import { expect, test } from 'vitest';
import { relayCopy } from '../../../core/postgres/relay.ts';
import { connect, type Session } from '../../../core/postgres/session.ts';
import { createDatabase, type TestDatabase, useServer, withClient } from '../../support/servers.ts';

const server = useServer();

interface World {
  readonly from: TestDatabase;
  readonly to: TestDatabase;
  readonly source: Session;
  readonly target: Session;
}

async function world(setup: { readonly from: string; readonly to: string }, work: (world: World) => Promise<void>) {
  const from = await createDatabase(server());
  const to = await createDatabase(server());
  await from.execute(setup.from);
  await to.execute(setup.to);
  const source = await connect({ end: 'source', url: from.url, purpose: 'test' });
  const target = await connect({ end: 'target', url: to.url, purpose: 'test' });
  try {
    await work({ from, to, source, target });
  } finally {
    await source.close();
    await target.close();
  }
}

const table = 'CREATE TABLE public.t (id bigint, label text, body bytea)';
const rows = `${table}; INSERT INTO public.t SELECT g, 'row ' || g, pg_catalog.decode(md5(g::text), 'hex') FROM generate_series(1, 20000) g`;

/** Stops in the middle for as long as somebody else has the lock of number 1. */
const heldUp = `COPY (SELECT id, label, body
  FROM public.t, pg_catalog.pg_advisory_xact_lock(CASE WHEN id = 10000 THEN 1 ELSE 2 END)) TO STDOUT`;

async function whileHeldUp(from: TestDatabase, work: () => Promise<void>): Promise<void> {
  await withClient(from.url, async (holder) => {
    await holder.query('SELECT pg_catalog.pg_advisory_lock(1)');
    await work();
  });
}

type Copy = Parameters<typeof relayCopy>[0];

/** Copies the table, as text where nothing else is said. */
function copyTable(ends: Pick<World, 'source' | 'target'>, { format = 'text', ...more }: Partial<Copy> = {}) {
  const { source, target } = ends;
  const how = `WITH (FORMAT ${format})`;
  const ways = { copyOut: `COPY public.t TO STDOUT ${how}`, copyIn: `COPY public.t FROM STDIN ${how}` };
  return relayCopy({ source, target, format, ...ways, ...more });
}

for (const format of ['binary', 'text'] as const) {
  test(`every row arrives in ${format}, and both servers agree on the number`, async () => {
    await world({ from: rows, to: table }, async ({ from, to, source, target }) => {
      const seen: number[] = [];
      const result = await copyTable({ source, target }, { format, onProgress: (count) => seen.push(count) });
      expect(result.rows).toBe(20_000);
      expect(seen.at(-1)).toBe(20_000);
      const content = 'SELECT md5(string_agg(t::text, $1 ORDER BY id)) AS hash FROM public.t t';
      expect(await to.query(content, ['\n'])).toEqual(await from.query(content, ['\n']));
      // Both sessions are pg's again.
      expect(await source.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
      expect(await target.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    });
  });

  test(`an empty table is no row in ${format}`, async () => {
    await world({ from: table, to: table }, async ({ source, target }) => {
      const result = await copyTable({ source, target }, { format });
      expect(result.rows).toBe(0);
    });
  });
}

test('a value of 30 MB passes', async () => {
  const large = `${table}; INSERT INTO public.t SELECT 1, repeat('0123456789', 3000000), NULL`;
  await world({ from: large, to: table }, async ({ to, source, target }) => {
    const result = await copyTable({ source, target }, { format: 'binary' });
    expect(result.bytes).toBeGreaterThan(30_000_000);
    expect(await to.query('SELECT length(label) AS length FROM public.t')).toEqual([{ length: 30_000_000 }]);
  });
});

test("the target's refusal is the error, and its session can roll back", async () => {
  const strict = `${table}; ALTER TABLE public.t ADD CHECK (id <> 15000)`;
  await world({ from: rows, to: strict }, async ({ source, target }) => {
    await target.execute('BEGIN');
    await expect(copyTable({ source, target })).rejects.toMatchObject({
      code: 'step.failed',
      sqlState: '23514',
      message: expect.stringContaining('target'),
    });
    await target.execute('ROLLBACK');
    expect(await target.query('SELECT count(*)::int AS rows FROM public.t')).toEqual([{ rows: 0 }]);
  });
});

test.each([
  ['of 2 kB', 1_900, false],
  ['of 30 MB', 30_000_000, true],
])(
  "the target's refusal while a value %s is half sent is an error at once, and no wait for its other half",
  async (_, size, broken) => {
    const large = `${table}; ALTER TABLE public.t ALTER label SET STORAGE EXTERNAL;
    INSERT INTO public.t SELECT g, repeat('x', ${size}) FROM generate_series(1, ${Math.max(2, 20_000_000 / size)}) g`;
    const strict = `${table};
      CREATE FUNCTION public.refuse() RETURNS boolean LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_catalog.pg_advisory_xact_lock_shared(1); RETURN false; END $$;
      ALTER TABLE public.t ADD CHECK (public.refuse())`;
    await world({ from: large, to: strict }, async ({ to, source, target }) => {
      await withClient(to.url, async (holder) => {
        await holder.query('SELECT pg_advisory_lock(1)');
        await target.execute('BEGIN');
        const options = '(FORMAT binary)';
        const failure = copyTable(
          { source, target },
          {
            format: 'binary',
            copyOut: `COPY public.t TO STDOUT WITH ${options}`,
            copyIn: `COPY public.t FROM STDIN WITH ${options}`,
          },
        ).catch((error: unknown) => error);
        // The server has the first row and reads no further; the buffers on the way take a part of what comes then.
        const sent = () => target.socket.bytesWritten - target.socket.writableLength;
        await expect.poll(sent, { interval: 5 }).toBeGreaterThan(size + 100_000);
        await holder.query('SELECT pg_advisory_unlock(1)');
        expect(await failure).toMatchObject({ code: 'step.failed', sqlState: '23514' });
      });
      expect(target.broken).toBe(broken);
      if (!broken) await target.execute('ROLLBACK');
    });
  },
);

test("the source's error in mid-copy fails the target's copy, and nothing of it stays", async () => {
  await world({ from: rows, to: table }, async ({ source, target }) => {
    await target.execute('BEGIN');
    await expect(
      copyTable({ source, target }, { copyOut: 'COPY (SELECT 1 / (15000 - id), label, body FROM public.t) TO STDOUT' }),
    ).rejects.toMatchObject({ sqlState: '22012', message: expect.stringContaining('source') });
    await target.execute('ROLLBACK');
    expect(await target.query('SELECT count(*)::int AS rows FROM public.t')).toEqual([{ rows: 0 }]);
  });
});

for (const end of ['source', 'target'] as const) {
  test(`a ${end} that goes away in mid-copy ends it with a passing error`, async () => {
    await world({ from: rows, to: table }, async ({ from, to, source, target }) => {
      await whileHeldUp(from, async () => {
        const cut = Promise.withResolvers<void>();
        const copying = copyTable({ source, target }, { copyOut: heldUp, onProgress: () => cut.resolve() });
        const failure = copying.catch((error: unknown) => error);
        await cut.promise;
        const victim = end === 'source' ? source : target;
        await (end === 'source' ? from : to).query('SELECT pg_terminate_backend($1)', [victim.backendPid]);
        expect(await failure).toMatchObject({ code: 'connection.lost', transient: true });
        expect(source.broken).toBe(true);
        expect(await to.query('SELECT count(*)::int AS rows FROM public.t')).toEqual([{ rows: 0 }]);
      });
    });
  });
}

test('a session that died before the copy began is an error at once, not a wait', async () => {
  await world({ from: rows, to: table }, async ({ from, source, target }) => {
    const gone = new Promise((resolve) => source.socket.once('close', resolve));
    await from.query('SELECT pg_terminate_backend($1)', [source.backendPid]);
    await gone;
    await expect(copyTable({ source, target })).rejects.toMatchObject({ code: 'connection.lost', transient: true });
  });
});

test('a stop in mid-copy takes effect although the source sends nothing', async () => {
  await world({ from: rows, to: table }, async ({ from, to, source, target }) => {
    await whileHeldUp(from, async () => {
      const abort = new AbortController();
      const copying = copyTable(
        { source, target },
        { copyOut: heldUp, onProgress: () => abort.abort(), signal: abort.signal },
      );
      await expect(copying).rejects.toMatchObject({ code: 'stopped' });
      expect(await to.query('SELECT count(*)::int AS rows FROM public.t')).toEqual([{ rows: 0 }]);
    });
  });
});

test('more rows on one end than on the other is an error, not a shrug', async () => {
  const swallowing = `${table};
    CREATE FUNCTION public.swallow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
    CREATE TRIGGER swallow BEFORE INSERT ON public.t FOR EACH ROW EXECUTE FUNCTION public.swallow()`;
  await world({ from: rows, to: swallowing }, async ({ source, target }) => {
    await expect(copyTable({ source, target })).rejects.toMatchObject({ code: 'copy.row-count' });
  });
});
