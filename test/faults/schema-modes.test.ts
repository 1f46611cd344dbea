import { randomInt } from 'node:crypto';
import { createInterface } from 'node:readline';
import { beforeAll, expect, test, vi } from 'vitest';
import { createSample, sampleSuperuser } from '../../core/demo/sample.ts';
import { contentsOf } from '../support/contents.ts';
import { buildProgram, eventsOf, type ProgramResult, privateFolder, startProgram } from '../support/program.ts';
import { createDatabase, useServer } from '../support/servers.ts';
import { wholeDump } from '../support/supabase.ts';

/** How many runs of each mode are killed; `npm run test:faults` asks for more than `npm test` has time for. */
const kills = Number(process.env['CUTOVER_KILLS'] ?? 1);
const scale = Number(process.env['CUTOVER_SCALE'] ?? 0.05);

vi.setConfig({ testTimeout: 60_000 * kills + 120_000 });
beforeAll(buildProgram, 180_000);

/** About; one that is killed later than that goes through. */
const eventsOfARun = 300;

const server = useServer({ superuser: sampleSuperuser });

/** Runs the program, and kills it when it has told the event of this number. */
async function runAndKill(folder: string, args: readonly string[], event: number): Promise<ProgramResult> {
  const program = startProgram(folder, args);
  let told = 0;
  createInterface({ input: program.child.stdout }).on('line', () => {
    told += 1;
    if (told === event) program.child.kill('SIGKILL');
  });
  return await program.ended;
}

/** What an earlier rehearsal may have left: some rows of some tables, sequences elsewhere, changed definitions. */
const formerSql = `
  DELETE FROM public.order_items WHERE order_id % 3 <> 0;
  ALTER TABLE public.orders ADD note_of_ours text DEFAULT 'none';
  COMMENT ON INDEX public.orders_pkey IS 'ours';
  ALTER TABLE public.orders CLUSTER ON orders_pkey;
  CREATE INDEX ours ON public.orders (note_of_ours) WITH (fillfactor = 70);`;

/** The target's orders have a column more; the verification has compared the others. */
function withoutOrders(contents: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...contents].filter(([table]) => table !== 'public.orders'));
}

test(`--schema existing on the sample, ${kills} times killed with SIGKILL at random and resumed: verified, and rolled back byte for byte`, async () => {
  await createSample(server(), { scale });
  const sourceUrl = server().url(sampleSuperuser);
  const wanted = await contentsOf(sourceUrl, ['public']);
  for (let kill = 1; kill <= kills; kill += 1) {
    const folder = privateFolder();
    const target = await createDatabase(server(), { template: 'postgres' });
    await target.execute(formerSql);
    const before = await wholeDump(target.url);
    const ends = ['--source', sourceUrl, '--target', target.url, '--json'];
    const mode = ['--schemas', 'public', '--schema', 'existing', '--existing-rows', 'set-aside', '--auth', 'none'];
    const at = randomInt(1, eventsOfARun);
    let result = await runAndKill(folder, ['run', '--go', ...ends, ...mode], at);
    for (let again = 1; result.code === null; again += 1) {
      const [ledger] = await target.query<{ run: string | null }>("SELECT to_regclass('cutover.run')::text AS run");
      const command = ledger?.run ? ['resume', ...ends] : ['run', '--go', ...ends, ...mode];
      // Resumes are killed as well, but not for ever.
      const next = again < 3 && randomInt(3) === 0 ? randomInt(1, eventsOfARun) : Number.POSITIVE_INFINITY;
      result = await runAndKill(folder, command, next);
    }
    const story = `killed at event ${at}: ${result.stdout.split('\n').at(-2)} ${result.stderr}`;
    expect(result.code, story).toBe(0);
    expect(eventsOf(result.stdout).at(-1), story).toMatchObject({ type: 'run.finished', outcome: 'verified' });
    expect(withoutOrders(await contentsOf(target.url, ['public'])), story).toEqual(withoutOrders(wanted));
    // A rollback that is killed goes on as well.
    let back = await runAndKill(folder, ['rollback', '--confirm', target.name, ...ends], randomInt(1, eventsOfARun));
    while (back.code === null) {
      back = await runAndKill(folder, ['rollback', '--confirm', target.name, ...ends], Number.POSITIVE_INFINITY);
    }
    expect(back.code, back.stderr).toBe(5);
    expect(await wholeDump(target.url), story).toBe(before);
  }
});
