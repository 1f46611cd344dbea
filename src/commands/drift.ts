import { appendFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  type Drift,
  CutoverError,
  defaultMigrationsFolder,
  describeBlame,
  describeChange,
  describeDifference,
  differenceSql,
  driftMarkdown,
  driftVerdict,
  type Emission,
  emissionBase,
  emitMigration,
  findDrift,
  hashModel,
  isAllowed,
  notComparedLines,
  readTruths,
  redactText,
  saveSnapshot,
  type SchemaModel,
  wordFor,
  writeEmission,
} from '../../core/index.ts';
import { askForPasswords, askHidden } from '../password-prompt.ts';
import { resolveConnections } from '../connection-settings.ts';
import { exitCodes } from '../exit-code.ts';
import type { House } from '../house.ts';
import { printLines, printObject } from '../output.ts';
import { resolveProfile } from './headless.ts';

/** Differences that the plain list shows; --json and --summary have them all. */
const mostShown = 200;

/** Compares the sources of truth of a schema. Gives the exit code: 4 where they part more than --allow lets pass. */
export async function runDrift(house: House): Promise<number> {
  const { flags } = house;
  const models = await readAll(house);
  const drift = findDrift(models);
  if (flags.json) writeJson(house, drift, models);
  else printLines(house.around.stdout, plainLines(drift));
  if (flags.save !== undefined) await save(house, models);
  if (flags.summary !== undefined) await summarise(house, drift);
  if (flags.emit !== undefined) await emit(house, models);
  const isDrift = drift.differences.some(({ severity }) => !isAllowed(severity, flags.allow));
  return isDrift ? exitCodes.differences : exitCodes.done;
}

async function readAll(house: House): Promise<SchemaModel[]> {
  const { flags, around } = house;
  const profile = await resolveProfile(house);
  let connections = resolveConnections({ flags, env: around.env, dotenv: house.dotenv }, profile);
  const wanted = (['source', 'target'] as const).filter(
    (end) =>
      (end === 'source' ? connections.sourceUrl : connections.targetUrl) !== '' &&
      (flags.compare?.includes(end) ?? true),
  );
  if (flags.input && around.stdin.isTTY === true && around.stderr.isTTY === true && wanted.length > 0) {
    connections = await askForPasswords(connections, wanted, house.core.connect, (question) =>
      askHidden(around, question),
    );
  }
  const at = (path: string): string => resolve(around.cwd, path);
  return await readTruths({
    sourceUrl: connections.sourceUrl,
    targetUrl: connections.targetUrl,
    root: around.cwd,
    migrations: at(flags.migrations ?? defaultMigrationsFolder),
    migrationsNamed: flags.migrations !== undefined,
    prisma: flags.prisma === undefined ? undefined : at(flags.prisma),
    snapshot: flags.snapshot === undefined ? undefined : at(flags.snapshot),
    compare: flags.compare,
    schemas: flags.schemas,
    ...(around.stderr.isTTY === true && !flags.json ? { tell: house.warn } : {}),
  });
}

function plainLines(drift: Drift): string[] {
  const { text, advice } = driftVerdict(drift);
  const lines = drift.truths.map(
    ({ truth, label, objects, hash }) => `${truth.padEnd(10)}  ${hash.slice(0, 16)}  ${objects} objects  ${label}`,
  );
  lines.push('');
  for (const difference of drift.differences.slice(0, mostShown)) {
    lines.push(
      `${difference.severity.padEnd(8)}  ${difference.kind} ${difference.name}: ${describeDifference(difference)}`,
    );
    for (const change of difference.pair.changes.slice(1)) {
      lines.push(`          ${describeChange(change, difference.pair.leftTruth, difference.pair.rightTruth)}`);
    }
    if (drift.truths.length > 1) lines.push(`          ${describeBlame(difference)}`);
  }
  const more = drift.differences.length - mostShown;
  if (more > 0) lines.push(`and ${more} more: --json and --summary have them all`);
  if (drift.differences.length > 0) lines.push('');
  if (drift.truths.length > 1)
    lines.push(
      text,
      ...advice.map((line) => `  ${line}`),
      ...notComparedLines(drift).map((line) => `not compared: ${line}`),
    );
  else lines.push('Only one source of truth was read: its hash tells it from others.');
  return lines;
}

function writeJson(house: House, drift: Drift, models: readonly SchemaModel[]): void {
  const print = (type: string, body: Readonly<Record<string, unknown>>): void =>
    printObject(house.around.stdout, type, body);
  for (const { truth, label, hash, objects, notes } of drift.truths)
    print('drift.truth', { truth, label, hash, objects, notes });
  for (const difference of drift.differences) {
    const { kind, name, severity, stands, changed, pair } = difference;
    print('drift.difference', {
      kind,
      name,
      severity,
      change: pair.change,
      detail: describeDifference(difference),
      stands: Object.fromEntries(stands.map(({ truth, stand }) => [truth, stand])),
      changed: changed ?? null,
      guess: pair.guess ?? null,
      changes: pair.changes.map(({ fact, left, right }) => ({
        fact,
        [pair.leftTruth]: left,
        [pair.rightTruth]: right,
      })),
      sql: differenceSql(difference, models),
    });
  }
  const { standing, text, advice } = driftVerdict(drift);
  const counts = (severity: string): number => drift.differences.filter((each) => each.severity === severity).length;
  print('drift.finished', {
    standing,
    verdict: text,
    advice,
    differences: drift.differences.length,
    breaking: counts('breaking'),
    risky: counts('risky'),
    harmless: counts('harmless'),
    notCompared: notComparedLines(drift),
  });
}

async function save({ flags, around, warn }: House, models: readonly SchemaModel[]): Promise<void> {
  const model = models.find(({ truth }) => truth !== 'snapshot');
  if (flags.save === undefined || model === undefined) return;
  const file = resolve(around.cwd, flags.save);
  await saveSnapshot(file, model, hashModel(model), new Date());
  warn(`cutover: the schema of the ${wordFor(model.truth)} is saved in ${flags.save}`);
}

/** Appends, as GITHUB_STEP_SUMMARY wants it; `-` is stdout. */
async function summarise({ flags, around }: House, drift: Drift): Promise<void> {
  const text = redactText(driftMarkdown(drift));
  if (flags.summary === undefined) return;
  if (flags.summary === '-') around.stdout.write(`${text}\n`);
  else
    await appendFile(resolve(around.cwd, flags.summary), `${text}\n`).catch((cause: unknown) => {
      throw new CutoverError('config.invalid', `the summary could not be written: ${(cause as Error).message}`, {
        hint: 'Give --summary a file in a folder that is there.',
        cause,
      });
    });
}

async function emit(house: House, models: readonly SchemaModel[]): Promise<void> {
  const { flags, around, warn } = house;
  const toward = models.find(({ truth }) => truth === flags.emit);
  if (toward === undefined) {
    throw new CutoverError('config.invalid', `--emit toward ${flags.emit}: it is not among what was compared`, {
      hint: `Compared were ${models.map(({ truth }) => truth).join(', ')}.`,
    });
  }
  const base = emissionBase(models, toward.truth);
  if (base === undefined) {
    throw new CutoverError(
      'config.invalid',
      `--emit toward ${flags.emit} needs a database or a migration folder to start from`,
      {
        hint: 'Give --source, --target or --migrations beside it.',
      },
    );
  }
  const at = new Date();
  const emission: Emission = emitMigration(base, toward, at);
  if (emission.statements === 0)
    return warn(`cutover: the ${wordFor(base.truth)} is like the ${wordFor(toward.truth)}: there is nothing to write`);
  const { path, rollbackPath } = await writeEmission(
    resolve(around.cwd, flags.migrations ?? defaultMigrationsFolder),
    emission,
    at,
  );
  warn(
    `cutover: wrote ${path}, which brings the ${wordFor(base.truth)} to the ${wordFor(toward.truth)} (${emission.statements} statements, ${emission.commentedOut} of them commented out), and ${rollbackPath}; nothing was applied`,
  );
}
