import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import {
  type EngineConfig,
  type Profile,
  profileSchema,
  type RunOptions,
  runOptionsSchema,
  type StackSettings,
} from '../../core/config.ts';
import type { EngineEvent, EventBody } from '../../core/events.ts';
import { dumpSchema } from '../../core/postgres/dump/dump.ts';
import { connect } from '../../core/postgres/session.ts';
import { type RollbackEnd, rollBack } from '../../core/rollback/rollback.ts';
import { RunControl } from '../../core/run/control.ts';
import { copyLater } from '../../core/run/later.ts';
import { resumeRun, startRun } from '../../core/run/migrate.ts';
import { type VerifyEnd, verifyAgain } from '../../core/run/reverify.ts';
import { removal } from './removal.ts';
import type { MigrateEnd } from '../../core/run/rounds.ts';

/** A migration between two databases, driven without a terminal, with every event at hand. */
export interface TestMigration {
  readonly config: EngineConfig;
  readonly control: RunControl;
  readonly events: EventBody[];
  /** Called with each event as it happens: where a test steps in. */
  onEvent: (event: EventBody) => void;
  run(): Promise<MigrateEnd>;
  resume(): Promise<MigrateEnd>;
  /** Tables that were left out follow into the run that is held. */
  later(patterns: readonly string[]): Promise<MigrateEnd>;
  rollback(confirm: string): Promise<RollbackEnd>;
  /** Verification by itself. */
  verify(): Promise<VerifyEnd>;
}

export const testRunId = '0badcafe';

export async function testMigration(
  sourceUrl: string,
  targetUrl: string,
  options: Partial<RunOptions> = {},
  environment: 'rehearsal' | 'production' = 'rehearsal',
  more: {
    readonly profile?: Partial<Profile>;
    readonly stack?: StackSettings;
    readonly supabase?: EngineConfig['supabase'];
  } = {},
): Promise<TestMigration> {
  const stateDir = await mkdtemp(join(tmpdir(), 'cutover-test-'));
  onTestFinished(() => rm(stateDir, removal));
  const config: EngineConfig = {
    profile: profileSchema.parse({ name: 'test', environment, ...more.profile }),
    sourceUrl,
    targetUrl,
    options: runOptionsSchema.parse({ jobs: 2, ...options }),
    ...(more.supabase ? { supabase: more.supabase } : {}),
    stateDir,
    toolVersion: '0.0.0',
    ...(more.stack ? { stack: more.stack } : {}),
  };
  const events: EventBody[] = [];
  const emit = (event: EventBody): void => {
    events.push(event);
    migration.onEvent(event);
  };
  const control = new RunControl(emit);
  const migration: TestMigration = {
    config,
    control,
    events,
    onEvent: () => undefined,
    run: async () => await command(() => startRun({ config, emit, control }, testRunId)),
    resume: async () => await command(() => resumeRun({ config, emit, control })),
    later: async (patterns) => await command(() => copyLater({ config, emit, control }, patterns)),
    verify: async () => await command(() => verifyAgain({ config, emit, control, runId: undefined })),
    rollback: async (confirm) => await command(() => rollBack({ config, emit, control, runId: undefined, confirm })),
  };
  async function command<T>(work: () => Promise<T>): Promise<T> {
    control.begin();
    try {
      return await work();
    } finally {
      control.end();
    }
  }
  return migration;
}

export function eventsOf<Type extends EngineEvent['type']>(
  events: readonly EventBody[],
  type: Type,
): Extract<EventBody, { type: Type }>[] {
  return events.filter((event): event is Extract<EventBody, { type: Type }> => event.type === type);
}

/** The whole schema as pg_dump prints it, the ledger included. */
export async function dumpText(url: string, owners = true): Promise<string> {
  const session = await connect({ end: 'target', url, purpose: 'test dump' });
  try {
    const sections = [];
    for (const section of ['pre-data', 'post-data'] as const) {
      sections.push(await dumpSchema(session, { section, owners }));
    }
    return sections.join('\n');
  } finally {
    await session.close();
  }
}
