import { CutoverError, toCutoverError } from '../errors.ts';
import type { Action } from '../plan/types.ts';
import { quoteLiteral } from '../postgres/identifiers.ts';
import type { Session } from '../postgres/session.ts';
import { committed, noRows, type StepContext, type StepOf, type StepOutcome } from './context.ts';

const secretsSql = `
  SELECT coalesce(s.name, s.id::text) AS label, s.name, s.description, s.decrypted_secret AS content
  FROM vault.decrypted_secrets s WHERE s.id = ANY ($1::uuid[]) ORDER BY s.name, s.id`;
/** NULL for a description is refused by Vault. [Supabase documentation, Vault] */
const createSecretSql = "SELECT vault.create_secret($1, $2, coalesce($3, ''))::text AS id";

const jobsSql = `
  SELECT coalesce(j.jobname::text, j.jobid::text) AS label, j.jobname::text AS name, j.schedule, j.command
  FROM cron.job j WHERE j.jobid = ANY ($1::bigint[]) ORDER BY j.jobid`;
const scheduleNamedSql = 'SELECT cron.schedule($1, $2, $3)::text AS id';
const scheduleSql = 'SELECT cron.schedule($1, $2)::text AS id';
/** In the transaction that makes it: the scheduler never sees it active. [pg_cron, README] */
const pauseSql = 'SELECT cron.alter_job(job_id := $1::bigint, active := false)';

type Services = Extract<Action, { type: 'vault-secrets' | 'cron-jobs' }>;

/**
 * Secrets and jobs, read under the snapshot and made anew on the target in one transaction with the ledger row. Their
 * contents travel as parameters from one session to the other and are kept nowhere: neither the ledger nor an error has
 * them. The undo names exactly what was made.
 */
export async function runServices(context: StepContext, steps: readonly StepOf<Services>[]): Promise<StepOutcome[]> {
  return await context.pool.withBoth(
    async (source, target) =>
      await committed(context, target, async () => {
        await target.execute('BEGIN');
        const undo: string[] = [];
        for (const { step, action } of steps) {
          const make = action.type === 'vault-secrets' ? makeSecrets : scheduleJobs;
          undo.push(context.undoSql(step.id, await make(source, target, action.ids)));
        }
        await target.execute(undo.filter((sql) => sql !== '').join(';\n'));
        return noRows(steps);
      }),
  );
}

async function makeSecrets(source: Session, target: Session, ids: readonly string[]): Promise<string[]> {
  const secrets = await source.query<{
    label: string;
    name: string | null;
    description: string | null;
    content: string | null;
  }>(secretsSql, [ids]);
  const made: string[] = [];
  for (const { label, name, description, content } of secrets) {
    made.push(...(await sealed(target, `secret ${label}`, createSecretSql, [content, name, description])));
  }
  return [`DELETE FROM vault.secrets WHERE id = ANY (${quoteLiteral(`{${made.join(',')}}`)}::uuid[])`];
}

async function scheduleJobs(source: Session, target: Session, ids: readonly string[]): Promise<string[]> {
  const jobs = await source.query<{ label: string; name: string | null; schedule: string; command: string }>(jobsSql, [
    ids,
  ]);
  const made: string[] = [];
  for (const { label, name, schedule, command } of jobs) {
    const what = `job ${label}`;
    const [id = ''] =
      name === null
        ? await sealed(target, what, scheduleSql, [schedule, command])
        : await sealed(target, what, scheduleNamedSql, [name, schedule, command]);
    await target.query(pauseSql, [id]);
    made.push(id);
  }
  return [
    `SELECT cron.unschedule(j.jobid) FROM cron.job j WHERE j.jobid = ANY (${quoteLiteral(`{${made.join(',')}}`)}::bigint[])`,
  ];
}

/** Ids of what a call made. A server's message may repeat the row that it refused, so it is not passed on. */
async function sealed(target: Session, what: string, sql: string, values: readonly unknown[]): Promise<string[]> {
  try {
    return (await target.query<{ id: string }>(sql, values)).map(({ id }) => id);
  } catch (thrown) {
    const { code, transient, sqlState } = toCutoverError(thrown);
    if (code.startsWith('connection.')) throw thrown;
    throw new CutoverError('step.failed', `the target refused the ${what} (SQLSTATE ${sqlState ?? 'unknown'})`, {
      hint: "The server's own message is not shown, since it may repeat the contents. Its log has it.",
      transient,
      ...(sqlState === undefined ? {} : { sqlState }),
    });
  }
}
