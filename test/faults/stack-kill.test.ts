import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test, vi } from 'vitest';
import { type EngineConfig, profileSchema, runOptionsSchema } from '../../core/config.ts';
import { removal } from '../support/removal.ts';
import { createDatabase, useServer } from '../support/servers.ts';
import { referencesSql, stackAuthForTest, stackProjectSql, stackUserIdColumns } from '../support/stack-project.ts';

const source = useServer();
const target = useServer();

/** `npm run test:faults` asks for more than `npm test` has time for. */
const users = Number(process.env['CUTOVER_KILL_USERS'] ?? 600);
vi.setConfig({ testTimeout: 60_000 + users * 100 });

interface Line {
  readonly type: string;
  readonly id?: string;
  readonly outcome?: string;
}

/** Runs a command in a process of its own; `kill` tells when it is ended with SIGKILL. Gives its last line. */
async function inChild(command: 'run' | 'resume', config: EngineConfig, kill?: AbortSignal): Promise<Line | undefined> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../support/run-child.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const onKill = (): void => void child.kill('SIGKILL');
  kill?.addEventListener('abort', onKill);
  const closed = once(child, 'close');
  child.stdin.write(`${JSON.stringify({ command, config })}\n`);
  let last: Line | undefined;
  for await (const line of createInterface({ input: child.stdout })) last = JSON.parse(line) as Line;
  await closed;
  kill?.removeEventListener('abort', onKill);
  return last;
}

test('killed with SIGKILL while users are created, again and again: no user twice, none lost, every reference rewritten', async () => {
  const from = await createDatabase(source());
  await from.execute(stackProjectSql(users));
  const to = await createDatabase(target());
  const stack = await stackAuthForTest();
  const stateDir = mkdtempSync(join(tmpdir(), 'cutover-stack-'));
  onTestFinished(() => rmSync(stateDir, removal));
  const config: EngineConfig = {
    profile: profileSchema.parse({ name: 'test', userIdColumns: stackUserIdColumns }),
    sourceUrl: from.url,
    targetUrl: to.url,
    options: runOptionsSchema.parse({ auth: 'stack', schemas: ['public', 'storage'], jobs: 2 }),
    stack: stack.settings,
    stateDir,
    toolVersion: '0.0.0',
  };
  // In the middle of a batch, whose users no ledger knows of: the one that is being created is there all the same.
  const deaths = [1 / 12, 0.28, 0.55].map((part) => Math.floor(users * part));
  let command: 'run' | 'resume' = 'run';
  for (const death of deaths) {
    const kill = new AbortController();
    stack.fault = (method) => {
      if (method !== 'POST' || stack.users().length < death) return undefined;
      kill.abort();
      return { type: 'cut-after' };
    };
    expect((await inChild(command, config, kill.signal))?.type).not.toBe('result');
    command = 'resume';
  }
  stack.fault = undefined;
  expect(stack.users().length).toBeLessThan(users);
  expect(await inChild('resume', config)).toMatchObject({ type: 'result', outcome: 'verified' });

  const mapping = await to.query<{ old: string; new: string }>(
    'SELECT supabase_user_id AS old, stack_user_id AS new FROM cutover.user_mapping ORDER BY 1',
  );
  const ids = await from.query<{ id: string }>('SELECT id FROM auth.users ORDER BY id');
  expect(mapping.map((row) => row.old)).toEqual(ids.map(({ id }) => id));
  expect(
    stack
      .users()
      .map(({ id }) => id)
      .sort(),
  ).toEqual(mapping.map((row) => row.new).sort());
  const before = new Map(mapping.map((row) => [row.new, row.old]));
  const references = async (database: typeof from, back: (id: string) => string): Promise<string[]> =>
    (await database.query<{ row: string; user: string | null }>(referencesSql))
      .map(({ row, user }) => `${row} ${user === null ? '' : back(user)}`)
      .sort();
  expect(await references(to, (id) => before.get(id) ?? id)).toEqual(await references(from, (id) => id));
});
