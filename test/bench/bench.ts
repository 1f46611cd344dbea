import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { CutoverError } from '../../core/errors.ts';
import { type BenchOptions, parseOptions, usage } from './arguments.ts';
import {
  bigTableSet,
  build,
  type Contents,
  contentsOf,
  type DataSet,
  differenceOf,
  manyTablesSet,
  sizesOf,
  standardSet,
} from './dataset.ts';
import { type Run, rotate } from './figures.ts';
import { type Lab, openLab, settingsOf } from './lab.ts';
import { measure, type Sample } from './measure.ts';
import { barTable, resultTable, timelineTable } from './table.ts';
import { allTools, findPrograms, type Programs, serverMajor, suites, type Tool } from './tools.ts';

/** A run with what only the JSON file and the table of memory over time show. */
interface FullRun extends Run {
  /** Which place it had in its round, from 1. */
  readonly place: number;
  readonly samples: readonly Sample[];
}

interface Findings {
  readonly options: BenchOptions;
  readonly programs: Programs;
  readonly tools: readonly Tool[];
  readonly set: DataSet;
  readonly server: string;
  readonly dataBytes: number;
  readonly indexBytes: number;
  readonly tables: number;
  readonly runs: readonly FullRun[];
}

function dataSetOf({ suite, size, gigabytes }: BenchOptions): DataSet {
  if (suite === 'big') return bigTableSet(gigabytes);
  if (suite === 'tables') return manyTablesSet(Math.max(1, Math.round(10_000 * size)));
  if (suite === 'link') return manyTablesSet(Math.max(1, Math.round(2000 * size)));
  return standardSet(size);
}

async function bench(options: BenchOptions, signal: AbortSignal): Promise<Findings> {
  const programs = findPrograms();
  const wanted = options.tools ?? suites[options.suite].tools;
  const tools = allTools(programs, resolve(options.program)).filter(({ id }) => wanted.includes(id));
  const set = dataSetOf(options);
  const present = tools.filter(({ skipped }) => skipped === undefined);
  const lab = await openLab({
    major: serverMajor(programs),
    durable: options.durable,
    folder: options.data === undefined ? undefined : resolve(options.data),
    expectedBytes: set.expectedBytes,
    targets: set.manyFiles ? present.length * options.rounds : 1,
    link: options.suite === 'link' ? options : undefined,
  });
  try {
    say(`building ${set.title} on PostgreSQL ${lab.version} …`);
    await build(lab.source, set);
    const contents = await contentsOf(lab.source);
    const runs: FullRun[] = [];
    for (let round = 1; round <= options.rounds; round += 1) {
      for (const [index, tool] of rotate(present, round).entries()) {
        const run = await runTool({ tool, lab, contents, watch: options.suite === 'big', signal });
        runs.push({ ...run, round, place: index + 1 });
        const figure = run.failure === undefined ? `${run.seconds.toFixed(2)} s` : `failed: ${run.failure}`;
        say(`round ${round} of ${options.rounds}: ${tool.name}: ${figure}`);
      }
    }
    const sizes = await sizesOf(lab.source);
    return { options, programs, tools, set, server: lab.version, tables: contents.rows.size, runs, ...sizes };
  } finally {
    await lab.stop();
  }
}

interface RunRequest {
  readonly tool: Tool;
  readonly lab: Lab;
  /** Of the source. */
  readonly contents: Contents;
  readonly watch: boolean;
  readonly signal: AbortSignal;
}

async function runTool(request: RunRequest): Promise<Omit<FullRun, 'round' | 'place'>> {
  const { tool, lab, contents, watch, signal } = request;
  signal.throwIfAborted();
  await lab.freshTarget();
  const folder = await mkdtemp(join(tmpdir(), 'cutover-bench-'));
  try {
    const measured = await measure({
      script: tool.script,
      // Nothing of the machine's own PG* variables, locale or settings.
      env: {
        PATH: process.env['PATH'] ?? '',
        LC_ALL: 'C',
        HOME: folder,
        SOURCE: lab.toolSource,
        TARGET: lab.toolTarget,
      },
      folder,
      signal,
      watch: watch ? () => lab.busyTarget() : undefined,
    });
    // A tool that is quick because it leaves something out has not won.
    const failure = measured.failure ?? differenceOf(contents, await contentsOf(lab.target));
    return { tool: tool.id, ...measured, ...(failure === undefined ? {} : { failure }) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function report({ options, programs, tools, set, server, dataBytes, indexBytes, tables, runs }: Findings): string {
  const { references, bars } = suites[options.suite];
  const nameOf = (id: string): string => allTools(programs, options.program).find((tool) => tool.id === id)?.name ?? id;
  // With --tools, bars of tools that were not asked for say nothing.
  const isAsked = (id: string): boolean => tools.some((tool) => tool.id === id);
  const asked = bars.filter(
    ({ tool, measure: of }) => isAsked(tool) && (typeof of === 'string' || isAsked(of.ratioTo)),
  );
  const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(2)} GB`;
  const far = options.far === 'both' ? 'source and to the target' : options.far;
  const link = options.suite === 'link' ? `, ${options.roundTripMs} ms round-trip time to the ${far}` : '';
  const timeline = runs.find(({ tool, failure }) => tool === 'cutover' && failure === undefined)?.samples ?? [];
  return [
    `### ${set.title}${link}`,
    `${gigabytes(dataBytes)} of tables, ${gigabytes(indexBytes)} of indexes; PostgreSQL ${server}${options.durable ? '' : ' without fsync'}, ${availableParallelism()} cores, ${options.rounds === 1 ? '1 round' : `${options.rounds} rounds`}; ${programs.pgDump ?? 'no pg_dump'}; ${programs.pgcopydb ?? 'no pgcopydb'}.`,
    resultTable({ tools, runs, rounds: options.rounds, references, dataBytes, indexBytes, tables }),
    ...(asked.length === 0 ? [] : [barTable(asked, runs, dataBytes + indexBytes, nameOf)]),
    ...(options.size === 1 || asked.length === 0 ? [] : ['The bars are meant for --size 1.']),
    ...(timeline.length === 0 ? [] : [`Memory of cutover over time:\n\n${timelineTable(timeline)}`]),
  ].join('\n\n');
}

function asJson({ options, programs, tools, set, ...rest }: Findings): string {
  const { program: _path, data: _data, json: _json, ...asked } = options;
  const machine = {
    platform: process.platform,
    architecture: process.arch,
    cores: availableParallelism(),
    processor: cpus()[0]?.model,
    memoryBytes: totalmem(),
    node: process.version,
  };
  const entries = tools.map(({ id, name, skipped }) => ({ id, name, skipped }));
  return `${JSON.stringify({ machine, programs, settings: settingsOf(options.durable), set: set.title, asked, tools: entries, ...rest }, undefined, 2)}\n`;
}

/** Progress goes to stderr: stdout has the tables alone. */
function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

async function main(): Promise<void> {
  let options: BenchOptions | undefined;
  try {
    options = parseOptions(process.argv.slice(2));
  } catch (error) {
    say(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    process.exitCode = 2;
    return;
  }
  if (options === undefined) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stop.abort());
  try {
    const findings = await bench(options, stop.signal);
    process.stdout.write(`${report(findings)}\n`);
    if (options.json !== undefined) await writeFile(options.json, asJson(findings));
    if (findings.runs.some(({ failure }) => failure !== undefined)) process.exitCode = 1;
  } catch (error) {
    if (stop.signal.aborted) process.exitCode = 130;
    else if (error instanceof CutoverError) {
      say([error.message, error.hint].filter(Boolean).join(' '));
      process.exitCode = 1;
    } else throw error;
  }
}

await main();
