import { smallestWeight } from '../plan/data-steps.ts';
import type { Step } from '../plan/types.ts';
import type { Session } from '../postgres/session.ts';
import { type ByHand, hiddenFrom, presentRelations } from './by-hand.ts';

/** What Vault and pg_cron hold, as a plan needs to know it. Contents of secrets and commands of jobs are not in it. */
export interface ServiceFacts {
  readonly vault: ServiceItems | undefined;
  readonly cron: ServiceItems | undefined;
}

export interface ServiceItems {
  /** On the source. Ids are uuids or numbers, as text. */
  readonly items: readonly { readonly id: string; readonly name: string }[];
  /** Names that the target has already; undefined where it has no such service, or the role may not use it. */
  readonly present: readonly string[] | undefined;
  /** Why nobody knows what the source has: the beginning of what is to be done. */
  readonly hidden?: string;
}

const secretsSql = `SELECT s.id::text AS id, coalesce(s.name, '') AS name FROM vault.secrets s ORDER BY s.name, s.id`;
const jobsSql = `
  SELECT j.jobid::text AS id, coalesce(j.jobname::text, '') AS name FROM cron.job j
  WHERE j.database = pg_catalog.current_database() ORDER BY j.jobid`;
const secretNamesSql = "SELECT coalesce(s.name, '') AS name FROM vault.secrets s";
const jobNamesSql = "SELECT coalesce(j.jobname::text, '') AS name FROM cron.job j";
const mayCallSql = `
  SELECT EXISTS (SELECT FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname = $1 AND p.proname = $2 AND pg_catalog.has_schema_privilege(n.oid, 'USAGE')
      AND pg_catalog.has_function_privilege(p.oid, 'EXECUTE')) AS may`;

/** Reads names and numbers from both ends. Nothing is written. Throws CutoverError. */
export async function readServiceFacts(source: Session, target: Session): Promise<ServiceFacts> {
  const services = [
    { relation: 'vault.secrets', columns: ['id', 'name'] },
    { relation: 'vault.decrypted_secrets', columns: ['id', 'decrypted_secret'] },
    { relation: 'cron.job', columns: ['jobid', 'jobname', 'database'] },
  ];
  const theirs = await presentRelations(source, services);
  if (theirs.size === 0) return { vault: undefined, cron: undefined };
  const ours = await presentRelations(target, services);
  const items = async (relation: string, sql: string): Promise<Omit<ServiceItems, 'present'> | undefined> => {
    const there = theirs.get(relation);
    if (there === undefined) return undefined;
    if (!there.readable) return { items: [], hidden: hiddenFrom(source, relation) };
    return { items: await source.query<{ id: string; name: string }>(sql) };
  };
  const secrets = await items('vault.secrets', secretsSql);
  const jobs = await items('cron.job', jobsSql);
  const present = async (relation: string, call: readonly [string, string], sql: string) => {
    const [may] = await target.query<{ may: boolean }>(mayCallSql, call);
    if (may?.may !== true || ours.get(relation)?.readable !== true) return undefined;
    return (await target.query<{ name: string }>(sql)).map(({ name }) => name);
  };
  const readable = secrets === undefined || theirs.get('vault.decrypted_secrets')?.readable === true;
  return {
    vault: secrets && {
      ...secrets,
      present: readable ? await present('vault.secrets', ['vault', 'create_secret'], secretNamesSql) : undefined,
    },
    cron: jobs && { ...jobs, present: await present('cron.job', ['cron', 'schedule'], jobNamesSql) },
  };
}

/**
 * The steps that carry secrets and jobs, one each, behind everything else: a job's command names tables. What they make
 * is only known when they are done, so their undo is written down then. Pure.
 */
export function serviceSteps(facts: ServiceFacts | undefined, needs: readonly string[]): Step[] {
  const step = (type: 'vault-secrets' | 'cron-jobs', label: string, service: ServiceItems | undefined): Step[] => {
    const ids = carriedItems(service).map(({ id }) => id);
    if (ids.length === 0) return [];
    return [
      { id: type, kind: 'service', phase: 'finish', label, needs, weight: smallestWeight, action: { type, ids } },
    ];
  };
  return [
    ...step('vault-secrets', 'recreate the secrets of Vault', facts?.vault),
    ...step('cron-jobs', 'recreate the jobs of pg_cron, paused', facts?.cron),
  ];
}

function carriedItems(service: ServiceItems | undefined): ServiceItems['items'] {
  const { present } = service ?? {};
  if (service === undefined || present === undefined) return [];
  return service.items.filter(({ name }) => name === '' || !present.includes(name));
}

/** Names of unnamed ones are their ids. */
function namesOf(items: ServiceItems['items']): string[] {
  return items.map(({ id, name }) => (name === '' ? id : name));
}

/** What is left of them for people to do. Pure. */
export function serviceWork({ vault, cron }: ServiceFacts): ByHand[] {
  return [
    ...leftItems('Vault secrets', vault, {
      absent:
        "Vault's root key stays on the source: read each there (SELECT name, decrypted_secret FROM vault.decrypted_secrets) and keep it where the target's applications find it (SELECT vault.create_secret(secret, name, description) where it has Vault).",
      present: 'A secret of this name is on the target already and was left as it is: compare the two.',
    }),
    ...leftItems('pg_cron jobs', cron, {
      absent:
        'Install pg_cron on the target and call cron.schedule(name, schedule, command) for each, or move them to the scheduler of its machine.',
      present: 'A job of this name is on the target already and was left as it is: compare the two.',
    }),
    ...(carriedItems(cron).length > 0
      ? [
          {
            subject: 'pg_cron jobs that were carried paused',
            count: carriedItems(cron).length,
            names: namesOf(carriedItems(cron)).slice(0, 20),
            how: 'When the target is in use: SELECT cron.alter_job(jobid, active := true) FROM cron.job WHERE NOT active.',
          },
        ]
      : []),
  ];
}

function leftItems(
  subject: string,
  service: ServiceItems | undefined,
  how: { readonly absent: string; readonly present: string },
): ByHand[] {
  if (service === undefined) return [];
  if (service.hidden !== undefined) return [{ subject, names: [], how: `${service.hidden}${how.absent}` }];
  const carried = new Set(carriedItems(service).map(({ id }) => id));
  const left = service.items.filter(({ id }) => !carried.has(id));
  if (left.length === 0) return [];
  const names = namesOf(left).slice(0, 20);
  return [{ subject, count: left.length, names, how: service.present === undefined ? how.absent : how.present }];
}
