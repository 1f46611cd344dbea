import { performance } from 'node:perf_hooks';
import { startServer } from '../../core/demo/servers.ts';
import { relayCopy } from '../../core/postgres/relay.ts';
import { connect } from '../../core/postgres/session.ts';
import { UuidMap } from '../../core/postgres/uuid-map.ts';

/**
 * What rewriting users' ids costs: a table of a million rows with two such columns is copied with and without it, turn
 * about, and the ratio of the two is taken in each round. `node test/bench/rewrite.ts [rounds] [rows]`.
 */
const [rounds = 7, rowCount = 1_000_000] = process.argv.slice(2).map(Number);
const users = 100_000;

const sourceSql = `
  CREATE UNLOGGED TABLE public.t AS SELECT n AS id, md5('user ' || n % ${users})::uuid AS user_id,
    md5('user ' || n * 7 % ${users})::uuid AS seller, now() AS made, n * 1.5 AS total, 'order number ' || n AS title
  FROM generate_series(1, ${rowCount}) AS n; VACUUM public.t`;
const targetSql =
  'CREATE TABLE public.t (id int, user_id uuid, seller uuid, made timestamptz, total numeric, title text)';
const columns = 'user_id, seller, id, made, total, title';

const servers = await Promise.all([startServer({}), startServer({})]);
try {
  const [from, to] = servers;
  const source = await connect({ end: 'source', url: from.url(), purpose: 'bench' });
  const target = await connect({ end: 'target', url: to.url(), purpose: 'bench' });
  const filler = await connect({ end: 'target', url: from.url(), purpose: 'bench' });
  for (const statement of sourceSql.split(';')) await filler.execute(statement);
  const ids = await filler.query<{ id: string }>(
    `SELECT md5('user ' || n)::uuid AS id FROM generate_series(0, ${users - 1}) AS n`,
  );
  const map = new UuidMap(users);
  for (const [index, { id }] of ids.entries()) map.set(id, ids[(index + 1) % users]?.id ?? id);
  await target.execute(targetSql);

  async function copy(rewriting: boolean): Promise<number> {
    const started = performance.now();
    await relayCopy({
      source,
      target,
      begin: 'BEGIN; TRUNCATE public.t',
      copyOut: `COPY public.t (${columns}) TO STDOUT WITH (FORMAT binary)`,
      copyIn: `COPY public.t (${columns}) FROM STDIN WITH (FORMAT binary, FREEZE)`,
      format: 'binary',
      ...(rewriting
        ? {
            rewrite: {
              map,
              columns: [
                { name: 'user_id', form: 'uuid' },
                { name: 'seller', form: 'uuid' },
              ],
            },
          }
        : {}),
    } as Parameters<typeof relayCopy>[0]);
    await target.execute('COMMIT');
    return performance.now() - started;
  }

  for (const rewriting of [false, true]) await copy(rewriting);
  const ratios: number[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    // Who goes first changes: what one leaves behind, a checkpoint say, hits both alike.
    const order = round % 2 === 0 ? [false, true] : [true, false];
    const times = new Map<boolean, number>();
    for (const rewriting of order) times.set(rewriting, await copy(rewriting));
    const [plain = 0, rewritten = 0] = [times.get(false), times.get(true)];
    ratios.push(rewritten / plain);
    process.stdout.write(
      `round ${round}: ${(plain / 1000).toFixed(2)} s plain, ${(rewritten / 1000).toFixed(2)} s rewritten, ratio ${(rewritten / plain).toFixed(3)}\n`,
    );
  }
  const sorted = ratios.sort((a, b) => a - b);
  process.stdout.write(`median ratio of ${rounds} rounds: ${(sorted[Math.floor(rounds / 2)] ?? 0).toFixed(3)}\n`);
  for (const session of [source, target, filler]) await session.close();
} finally {
  await Promise.all(servers.map((server) => server.stop()));
}
