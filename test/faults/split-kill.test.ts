import { createInterface } from 'node:readline';
import { beforeAll, expect, test, vi } from 'vitest';
import { contentsOf } from '../support/contents.ts';
import { buildProgram, eventsOf, type ProgramResult, privateFolder, startProgram } from '../support/program.ts';
import { committed } from '../support/killed-run.ts';
import { type Proxy, proxyForTest } from '../support/proxy.ts';
import { createDatabase, useServer } from '../support/servers.ts';

vi.setConfig({ testTimeout: 180_000 });
beforeAll(buildProgram, 180_000);

const source = useServer();
const target = useServer();

/** More than a gibibyte of pages, below which nothing is split, with hardly more than a row on each. */
const bigTable = `
  CREATE TABLE public.big (id integer PRIMARY KEY, body text) WITH (fillfactor = 10);
  INSERT INTO public.big SELECT g, repeat(md5(g::text), 14) FROM generate_series(1, 133000) g;
  CREATE INDEX ON public.big (md5(body));
  ANALYZE public.big`;

const isChunk = (id: string): boolean => id.startsWith('copy:public.big:');

/**
 * Runs the program, and kills it when so many chunks have ended: others are in the middle of theirs. The session that
 * committed the last of them stands still, so that the run cannot have come to its end before.
 */
async function runAndKill(
  folder: string,
  args: readonly string[],
  proxy: Proxy,
  chunks: number,
): Promise<ProgramResult> {
  const program = startProgram(folder, args);
  let ended = 0;
  if (Number.isFinite(chunks)) {
    void proxy.at({ ...committed, statement: /'copy:public\.big:/, nth: chunks }, (link) => link.stall());
  }
  createInterface({ input: program.child.stdout }).on('line', (line) => {
    const event = JSON.parse(line) as { type: string; id?: string };
    if (event.type !== 'step.finished' || !isChunk(event.id ?? '')) return;
    ended += 1;
    if (ended === chunks) program.child.kill('SIGKILL');
  });
  const result = await program.ended;
  proxy.flow();
  return result;
}

test('killed in the middle of a split table, and its resume as well, a run keeps the chunks that it has and ends verified', async () => {
  const from = await createDatabase(source());
  await from.execute(bigTable);
  const to = await createDatabase(target());
  const folder = privateFolder();
  const proxy = await proxyForTest(to.url);
  const ends = ['--source', from.url, '--target', proxy.url(to.url), '--json'];
  const results = [await runAndKill(folder, ['run', '--go', ...ends], proxy, 1)];
  for (const chunks of [3, Number.POSITIVE_INFINITY]) {
    results.push(await runAndKill(folder, ['resume', ...ends], proxy, chunks));
  }
  expect(results.map(({ code }) => code)).toEqual([null, null, 0]);
  const told = results.map(({ stdout }) => eventsOf(stdout));
  expect(told.at(-1)?.at(-1)).toMatchObject({ type: 'run.finished', outcome: 'verified' });
  expect(await contentsOf(to.url)).toEqual(await contentsOf(from.url));

  // A chunk that was told as finished is never copied again; each of them is copied to its end once.
  const finished = told.map((events) =>
    events.flatMap((event) => (event.type === 'step.finished' && isChunk(event.id) ? [event.id] : [])),
  );
  expect(new Set(finished.flat()).size).toBe(finished.flat().length);
  const chunks = await to.query<{ id: string }>("SELECT id FROM cutover.step WHERE id LIKE 'copy:public.big:%'");
  expect(chunks.length).toBeGreaterThan(finished[0]?.length ?? 0);
  const [rows] = await to.query<{ rows: string }>(
    "SELECT sum(rows)::text AS rows FROM cutover.step WHERE id LIKE 'copy:public.big:%'",
  );
  expect(rows).toEqual({ rows: '133000' });
});
