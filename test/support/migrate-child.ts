import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { type ApplyRequest, applyMigration } from '../../core/migrations/apply.ts';
import type { MigrationsContext } from '../../core/migrations/target.ts';

/**
 * A migration in a process of its own, which kills itself with SIGKILL: at its event of number `killAt`, before anything
 * behind it is done, or `killAfterMs` after the first. Takes one line of JSON, since it has secrets in it. Without a
 * kill its last line says how many events there were.
 */
export interface ChildRequest {
  readonly context: Omit<MigrationsContext, 'tell' | 'signal'>;
  readonly request: ApplyRequest;
  readonly killAt?: number;
  readonly killAfterMs?: number;
}

const input = createInterface({ input: process.stdin });
const [line] = (await once(input, 'line')) as [string];
const { context, request, killAt, killAfterMs } = JSON.parse(line) as ChildRequest;
let events = 0;
const kill = (): void => void process.kill(process.pid, 'SIGKILL');
const tell = (): void => {
  events += 1;
  if (events === 1 && killAfterMs !== undefined) setTimeout(kill, killAfterMs);
  if (events === killAt) kill();
};
await applyMigration({ ...context, tell }, request);
input.close();
process.stdout.write(`${events}\n`);
