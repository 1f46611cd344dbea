import { onTestFinished } from 'vitest';
import { type EngineConfig, profileSchema, type RunOptions, runOptionsSchema } from '../../../core/config.ts';
import type { EventBody } from '../../../core/events.ts';
import { type CheckRequest, runChecks } from '../../../core/preflight/run.ts';
import type { Check, CheckReport, FinishedCheck } from '../../../core/preflight/types.ts';
import { createDatabase, type EmbeddedServer, type TestDatabase } from '../../support/servers.ts';

export interface Ends {
  readonly source: TestDatabase;
  readonly target: TestDatabase;
}

/** Two empty databases on two servers, with a `public` schema as a new database has it. */
export async function createEnds(source: EmbeddedServer, target: EmbeddedServer): Promise<Ends> {
  return {
    source: await createDatabase(source),
    target: await createDatabase(target),
  };
}

interface ConfigRequest {
  readonly sourceUrl: string;
  readonly targetUrl: string;
  readonly options?: Partial<RunOptions>;
  readonly supabase?: EngineConfig['supabase'];
}

export function configFor({ sourceUrl, targetUrl, options, supabase }: ConfigRequest): EngineConfig {
  return {
    profile: profileSchema.parse({ name: 'test' }),
    sourceUrl,
    targetUrl,
    options: runOptionsSchema.parse(options ?? {}),
    ...(supabase ? { supabase } : {}),
    stateDir: '',
    toolVersion: '0.0.0',
  };
}

export function configOf({ source, target }: Ends, options?: Partial<RunOptions>): EngineConfig {
  return configFor({ sourceUrl: source.url, targetUrl: target.url, ...(options ? { options } : {}) });
}

/** Runs the connection checks and `check`, and gives what came out of `check`. */
export async function verdictOf(check: Check, config: EngineConfig, runId = '0a1b2c3d'): Promise<FinishedCheck> {
  const { report } = await collect({ config, runId }, [check]);
  const found = report.checks.find(({ id }) => id === check.id);
  if (!found) throw new Error(`no verdict on ${check.id}`);
  return found;
}

export async function collect(
  request: CheckRequest,
  checks?: readonly Check[],
  overrides?: Readonly<Record<string, string>>,
): Promise<{ report: CheckReport; events: EventBody[] }> {
  const events: EventBody[] = [];
  const report = await runChecks(request, (event) => events.push(event), {
    ...(checks ? { checks } : {}),
    ...(overrides ? { overrides } : {}),
  });
  return { report, events };
}

let roles = 0;

/** A role with a login that only this test has; its URL leads to `database`. */
export async function createRole(
  server: EmbeddedServer,
  database: TestDatabase,
  attributes = '',
): Promise<{ readonly name: string; readonly url: string }> {
  roles += 1;
  const name = `role_${process.pid}_${roles}`;
  await database.execute(`CREATE ROLE ${name} LOGIN PASSWORD '${server.password}' ${attributes}`);
  onTestFinished(async () => {
    await database.execute(`DROP OWNED BY ${name} CASCADE; DROP ROLE ${name}`);
  });
  return { name, url: server.url(name, database.name) };
}
