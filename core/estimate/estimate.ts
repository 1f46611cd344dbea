import type { EngineConfig } from '../config.ts';
import type { Emit, EventBody } from '../events.ts';
import { largeObjectsKey } from '../inventory/large-objects.ts';
import { readStorage, type StorageInventory } from '../inventory/storage.ts';
import type { Inventory, Table } from '../inventory/types.ts';
import { leftOutTables, tablesToCopy } from '../plan/data-steps.ts';
import type { Plan } from '../plan/types.ts';
import { connect } from '../postgres/session.ts';
import { diskNeed } from '../preflight/disk.ts';
import { prepareRun } from '../run/prepare.ts';
import { Reading, readReadingTarget } from '../run/reading.ts';
import { sampleCosts } from './costs.ts';
import { lastAccuracy, newestRehearsals, type RunRecord } from './history.ts';
import { instead } from './instead.ts';
import { middleOf } from './middle.ts';
import { readRows } from './rows.ts';
import { rehearsedCosts } from './rehearsed.ts';
import { takeSample } from './sample.ts';
import { measureServices } from './services.ts';
import { simulate, type StepCosts } from './simulate.ts';
import { fitWindow, rollbackSeconds } from './window.ts';

export interface EstimateContext {
  readonly config: EngineConfig;
  readonly emit: Emit;
  readonly signal?: AbortSignal;
}

export type EstimateBody = Extract<EventBody, { type: 'estimate.finished' }>;

export interface EstimateReport {
  /** To be emitted as it is. */
  readonly body: EstimateBody;
  /** The same, of each bucket of Storage. */
  readonly storage: readonly { readonly bucket: string; readonly files: number; readonly bytes: number }[];
  /** What the target needs on its disk. */
  readonly diskNeedBytes: number;
  /** Seconds of the run without some of its tables, by key. */
  readonly secondsWithout: (tables: ReadonlySet<string>) => number;
}

interface Measures {
  readonly costs: StepCosts;
  readonly preparationSeconds: number;
  readonly rates: EstimateBody['rates'];
}

/**
 * How much there is to move and how long that takes: the steps of the very plan that a run would have, laid out on the
 * jobs as the scheduler would run them. What steps cost is taken from the newest rehearsal, or from rows that are really
 * copied to the target in a transaction which is rolled back. Opens and closes its own sessions: two for each job.
 * Throws CutoverError.
 */
export async function estimate({ config, emit, signal }: EstimateContext): Promise<EstimateReport> {
  const { options } = config;
  const begun = performance.now();
  const target = await connect({ end: 'target', url: config.targetUrl, purpose: 'estimate' });
  const reading = await readReadingTarget(target).then(
    (circumstances) => new Reading(config, circumstances),
    async (error: unknown) => {
      await target.close();
      throw error;
    },
  );
  try {
    const { plan, source, cores } = await prepareRun({
      reading,
      target,
      runId: 'estimate',
      config,
      emit,
    });
    const preparationSeconds = (performance.now() - begun) / 1000;
    const tables = tablesToCopy(source, leftOutTables(source, options));
    const rows = await reading.under(async (session) => await readRows(session, tables));
    const rehearsals = newestRehearsals(config.history ?? [], options.jobs);
    const measures = rehearsals
      ? fromRehearsals(rehearsals)
      : await reading.under(async (session) => {
          const services = await measureServices(config, plan, session, signal);
          const sample = await takeSample({ config, source, tables, ...(signal ? { signal } : {}) });
          return {
            costs: sampleCosts(source, rows, sample, services, preparationSeconds / 2, options.jobs),
            preparationSeconds,
            rates: {
              from: 'sample' as const,
              at: new Date().toISOString(),
              runId: '',
              rows: sample.rows,
              bytes: sample.bytes,
              seconds: sample.seconds,
              notes: [...services.words],
            },
          };
        });
    const storage = await reading.under(async (session) => await readStorage(session));
    return report({ config, plan, cores, source, storage, tables, rows, measures });
  } finally {
    await Promise.all([reading.close(), target.close()]);
  }
}

function fromRehearsals(records: readonly [RunRecord, ...RunRecord[]]): Measures {
  const [newest] = records;
  return {
    costs: rehearsedCosts(records),
    preparationSeconds: middleOf(records.map((record) => record.preparationSeconds)),
    rates: {
      from: 'rehearsal',
      at: newest.finishedAt,
      runId: newest.runId,
      rows: newest.rows,
      bytes: newest.bytes,
      seconds: newest.seconds,
      notes: records.length > 1 ? [`each step as in the middle one of ${records.length} rehearsals of this plan`] : [],
    },
  };
}

/** The costs of a run that leaves the rows of some tables out. */
function withoutTables(costs: StepCosts, left: ReadonlySet<string>): StepCosts {
  return { ...costs, seconds: (step) => (step.table !== undefined && left.has(step.table) ? 0 : costs.seconds(step)) };
}

function report(input: {
  readonly config: EngineConfig;
  readonly plan: Plan;
  readonly cores: number | undefined;
  readonly source: Inventory;
  readonly storage: StorageInventory | undefined;
  readonly tables: readonly Table[];
  readonly rows: ReadonlyMap<string, number>;
  readonly measures: Measures;
}): EstimateReport {
  const { config, plan, cores, source, storage, tables, rows, measures } = input;
  const { options } = config;
  const { costs } = measures;
  // Production watches its source for a while before the first step, whatever a rehearsal took.
  const watched = config.profile.environment === 'production' ? config.profile.freezeWatchSeconds : 0;
  const preparationSeconds = Math.max(measures.preparationSeconds, watched);
  const history = config.history ?? [];
  const schedule = simulate(plan.steps, options.jobs, costs, cores);
  const seconds = preparationSeconds + schedule.seconds;
  const windowSeconds = (config.profile.windowMinutes ?? 0) * 60;
  const fit = fitWindow(seconds, windowSeconds);
  const wayBack = rollbackSeconds(tables.length, history);
  const listed = [...largeObjectTable(source), ...tables].map(({ key, bytes }) => ({
    table: key,
    rows: key === largeObjectsKey ? (source.largeObjects?.length ?? 0) : (rows.get(key) ?? 0),
    bytes,
    seconds: schedule.tables.get(key) ?? 0,
  }));
  const sum = (of: (table: (typeof listed)[number]) => number): number =>
    listed.reduce((total, table) => total + of(table), 0);
  const secondsWithout = (left: ReadonlySet<string>): number =>
    preparationSeconds + simulate(plan.steps, options.jobs, withoutTables(costs, left), cores).seconds;
  const withJobs = (jobs: number): number => preparationSeconds + simulate(plan.steps, jobs, costs, cores).seconds;
  const accuracy = lastAccuracy(history);
  return {
    body: {
      type: 'estimate.finished',
      tables: listed.toSorted((a, b) => b.bytes - a.bytes),
      rows: sum((table) => table.rows),
      bytes: sum((table) => table.bytes),
      storageObjects: storage?.files ?? 0,
      storageBytes: storage?.bytes ?? 0,
      seconds,
      windowSeconds,
      ...fit,
      jobs: options.jobs,
      planHash: plan.hash,
      rates: measures.rates,
      phases: [
        { phase: 'check', from: 0, to: preparationSeconds },
        ...schedule.phases.map(({ phase, from, to }) => ({
          phase,
          from: from + preparationSeconds,
          to: to + preparationSeconds,
        })),
      ],
      buckets: [...schedule.buckets].map(([bucket, ofBucket]) => ({ bucket, seconds: ofBucket })),
      rollbackSeconds: wayBack,
      ...(windowSeconds > 0
        ? { latestStartSeconds: windowSeconds - fit.bufferedSeconds, noReturnSeconds: windowSeconds - wayBack }
        : {}),
      ...(accuracy ? { lastTime: accuracy } : {}),
      ...(fit.fits
        ? {}
        : {
            instead: instead({
              tables,
              options,
              seconds,
              windowSeconds,
              without: secondsWithout,
              // A rehearsal tells nothing about jobs that it did not have.
              withJobs: measures.rates.from === 'sample' ? withJobs : undefined,
            }),
          }),
    },
    storage: (storage?.buckets ?? []).map(({ id, files, bytes }) => ({ bucket: id, files, bytes })),
    diskNeedBytes: diskNeed(source, options),
    secondsWithout,
  };
}

/** Large objects as one more table, whose rows they are. */
function largeObjectTable({ largeObjects = [], largeObjectBytes = 0 }: Inventory): { key: string; bytes: number }[] {
  return largeObjects.length === 0 ? [] : [{ key: largeObjectsKey, bytes: largeObjectBytes }];
}
