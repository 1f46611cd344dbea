import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  createEngine,
  type CommandResult,
  type EngineConfig,
  type History,
  profileSchema,
  RunRecorder,
  type RunRecord,
  runOptionsSchema,
  startDemo,
} from '../../core/index.ts';

/**
 * Holds estimates against what runs then take, on the built-in sample: one from a timed sample, and one from the
 * rehearsal before. Each round is estimate, run, rollback, estimate from that run, run, rollback.
 */

interface Round {
  readonly scale: number;
  readonly from: 'sample' | 'rehearsal';
  readonly estimated: number;
  readonly actual: number;
}

const usage = `npm run bench:estimate -- [options]

  --scale A,B   sizes of the sample (1,5,20)
  --rounds N    how often each (3)
  --jobs N      how many steps run at once (4)`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      scale: { type: 'string', default: '1,5,20' },
      rounds: { type: 'string', default: '3' },
      jobs: { type: 'string', default: '4' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(usage);
  const rounds: Round[] = [];
  for (const scale of values.scale.split(',').map(Number)) {
    rounds.push(...(await measureScale(scale, Number(values.rounds), Number(values.jobs))));
  }
  const worst = (from: Round['from']): number =>
    Math.max(...rounds.filter((round) => round.from === from).map((round) => Math.abs(offBy(round))));
  console.log(`\nworst: ${percent(worst('sample'))} from a sample, ${percent(worst('rehearsal'))} after a rehearsal`);
}

async function measureScale(scale: number, rounds: number, jobs: number): Promise<Round[]> {
  const folder = await mkdtemp(join(tmpdir(), 'cutover-estimate-'));
  const demo = await startDemo({ scale });
  const results: Round[] = [];
  try {
    const config = {
      profile: profileSchema.parse({ name: 'bench' }),
      sourceUrl: demo.source.url,
      targetUrl: demo.target.url,
      options: runOptionsSchema.parse({ jobs }),
      stateDir: folder,
      toolVersion: 'bench',
    };
    for (let round = 1; round <= rounds; round += 1) {
      const first = await estimateAndRun(config, []);
      const second = await estimateAndRun(config, [first.record]);
      for (const { from, estimated, record } of [first, second]) {
        const result = { scale, from, estimated, actual: record.seconds };
        results.push(result);
        console.log(
          `scale ${scale} round ${round} from a ${from.padEnd(9)}: estimated ${seconds(estimated)}, took ${seconds(record.seconds)}, ${percent(offBy(result))} off`,
        );
      }
    }
  } finally {
    await demo.stop();
    await rm(folder, { recursive: true, force: true });
  }
  return results;
}

interface Measurement {
  readonly from: Round['from'];
  readonly estimated: number;
  readonly record: RunRecord;
}

async function estimateAndRun(config: EngineConfig, history: History): Promise<Measurement> {
  const engine = createEngine({ ...config, history });
  const recorder = new RunRecorder();
  engine.onEvent((event) => recorder.event(event));
  try {
    expectOutcome(await engine.estimate(), 'verified');
    const estimate = engine.store.getState().estimate;
    expectOutcome(await engine.run({ go: true }), 'verified');
    const record = recorder.record({ profile: config.profile, jobs: config.options.jobs, estimate: undefined });
    expectOutcome(await engine.rollback({ confirm: 'postgres' }), 'rolled-back');
    if (!estimate || !record) throw new Error('there is no estimate, or no record of the run');
    if (process.env['CUTOVER_ESTIMATE_PHASES']) {
      console.log(estimate.phases.map(({ phase, to }) => `${phase} until ${to.toFixed(2)}`).join(', '));
      console.log(`prepared in ${record.preparationSeconds}`, record.phases);
    }
    return { from: estimate.rates.from, estimated: estimate.seconds, record };
  } finally {
    await engine.close();
  }
}

function expectOutcome(result: CommandResult, outcome: CommandResult['outcome']): void {
  if (result.outcome !== outcome) throw new Error(result.verdict);
}

/** Above 0 where the estimate was too long. */
function offBy({ estimated, actual }: Round): number {
  return estimated / actual - 1;
}

function percent(share: number): string {
  return `${share > 0 ? '+' : ''}${(share * 100).toFixed(1)}%`;
}

function seconds(value: number): string {
  return `${value.toFixed(2)} s`;
}

await main();
