import { resolve } from 'node:path';
import {
  applyMigration,
  createMigration,
  CutoverError,
  defaultAttempts,
  defaultLockTimeoutMs,
  defaultMigrationsFolder,
  folderStatus,
  lintFolder,
  type MigrationEvent,
  type MigrationsContext,
  parseAddress,
  rehearseMigration,
} from '../../core/index.ts';
import { requireConnections, resolveConnections } from '../connection-settings.ts';
import { exitCodes } from '../exit-code.ts';
import type { FlagName } from './table.ts';
import { flags as flagTexts } from './table.ts';
import type { House } from '../house.ts';
import { printLines, printObject } from '../output.ts';
import { resolveProfile } from './headless.ts';
import { eventLines, findingLines, statusLines } from './migrations-text.ts';

/** What each topic takes beside the flags of every command; another one would be accepted and ignored. */
const flagsOfTopics: Readonly<Record<string, readonly FlagName[]>> = {
  new: ['migrations', 'dryRun', 'risk', 'tables'],
  status: ['migrations', 'dryRun'],
  lint: ['migrations'],
  test: ['migrations', 'dryRun', 'sampleRows'],
  apply: ['migrations', 'dryRun', 'confirm', 'untested', 'lockTimeout'],
  rollback: ['migrations', 'dryRun', 'confirm', 'untested', 'lockTimeout'],
};
const ownFlags = [
  'migrations',
  'dryRun',
  'confirm',
  'untested',
  'lockTimeout',
  'sampleRows',
  'risk',
  'tables',
] as const;

/** Runs one of the commands on the migration folder and gives the exit code. Throws CutoverError. */
export async function runMigrations(topic: string, names: readonly string[], house: House): Promise<number> {
  refuseFlags(topic, house);
  const abort = new AbortController();
  const forget = house.shutdown.onStop(async () => abort.abort());
  try {
    const context = await contextOf(house, abort.signal);
    if (topic === 'new') return await writeNew(context, names, house);
    if (topic === 'status') return await showStatus(context, names, house);
    if (topic === 'lint') return await showLint(context, names, house);
    if (topic === 'test') return await rehearse(context, names, house);
    return await carryOut(topic === 'rollback' ? 'rollback' : 'apply', context, names, house);
  } finally {
    forget();
  }
}

function refuseFlags(topic: string, { flags }: House): void {
  const known = flagsOfTopics[topic] ?? [];
  const strange = ownFlags.find((name) => flags[name] !== undefined && flags[name] !== false && !known.includes(name));
  if (strange === undefined) return;
  const word = flagTexts[strange].syntax.split(' ')[0];
  throw new CutoverError('config.invalid', `${word} means nothing to 'cutover migrations ${topic}'`, {
    hint: 'Leave it out.',
  });
}

async function contextOf(house: House, signal: AbortSignal): Promise<MigrationsContext> {
  const { flags, around } = house;
  const profile = await resolveProfile(house);
  const connections = resolveConnections({ flags, env: around.env, dotenv: house.dotenv }, profile);
  return {
    root: resolve(around.cwd, flags.migrations ?? defaultMigrationsFolder),
    sourceUrl: connections.sourceUrl,
    targetUrl: connections.targetUrl,
    stateDir: house.stateDir,
    toolVersion: house.toolVersion,
    signal,
    tell: (event) => tell(house, event),
  };
}

function write({ around }: House, lines: readonly string[]): void {
  printLines(around.stdout, lines);
}

function writeJson({ around }: House, type: string, body: Readonly<Record<string, unknown>>): void {
  printObject(around.stdout, type, body);
}

function tell(house: House, { type, ...body }: MigrationEvent): void {
  if (house.flags.json) writeJson(house, type, body);
  else write(house, eventLines({ type, ...body } as MigrationEvent));
}

async function writeNew(context: MigrationsContext, names: readonly string[], house: House): Promise<number> {
  const { risk = 'low', tables = [], dryRun, json } = house.flags;
  const request = { words: names.join(' '), risk, tables, now: new Date() };
  const created = await createMigration(context.root, request, { dryRun });
  if (json) writeJson(house, 'migrations.new', { ...created, written: !dryRun });
  else {
    const word = dryRun ? 'would write' : 'wrote';
    write(
      house,
      [created.path, created.rollbackPath].map((path) => `${word} ${context.root}/${path}`),
    );
  }
  return exitCodes.done;
}

function refuseNames(topic: string, names: readonly string[], most: number): void {
  if (names.length <= most) return;
  const hint = most === 0 ? 'It is about all of them.' : 'One at a time: name one.';
  throw new CutoverError(
    'config.invalid',
    `'cutover migrations ${topic}' takes ${most === 0 ? 'no name' : 'one name'}`,
    { hint },
  );
}

async function showStatus(context: MigrationsContext, names: readonly string[], house: House): Promise<number> {
  refuseNames('status', names, 0);
  const status = await folderStatus(context, { dryRun: house.flags.dryRun });
  if (house.flags.json) {
    for (const row of status.rows) writeJson(house, 'migrations.status', { ...row });
    for (const problem of status.problems) writeJson(house, 'migrations.problem', { ...problem });
  } else {
    write(house, statusLines(status));
  }
  const isTroubled = status.problems.length > 0 || status.rows.some(({ troubles }) => troubles.length > 0);
  return isTroubled ? exitCodes.differences : exitCodes.done;
}

async function showLint(context: MigrationsContext, names: readonly string[], house: House): Promise<number> {
  const report = await lintFolder(context, names);
  if (house.flags.json) for (const finding of report.findings) writeJson(house, 'migrations.finding', { ...finding });
  else write(house, findingLines(report));
  const isRed = report.findings.some(({ severity, allowed }) => severity === 'error' && allowed === undefined);
  return isRed ? exitCodes.noGo : exitCodes.done;
}

async function rehearse(context: MigrationsContext, names: readonly string[], house: House): Promise<number> {
  const { dryRun, json, sampleRows = 0 } = house.flags;
  const [word] = names;
  if (word === undefined) {
    throw new CutoverError('config.invalid', "'cutover migrations test' needs the name of a migration", {
      hint: "'cutover migrations status' lists them.",
    });
  }
  refuseNames('test', names, 1);
  if (sampleRows > 0) requireConnections({ ...context, supabase: {} }, ['target']);
  const { name, record, path } = await rehearseMigration(context, { word, sampleRows, dryRun });
  if (json) writeJson(house, 'migrations.tested', { name, path, ...record, dryRun });
  else if (record === undefined) write(house, [`dry run of the test of ${name}: nothing was run`]);
  else if (record.verdict === 'passed') write(house, [`${name} passed in ${record.seconds} s; its file is ${path}`]);
  else write(house, [`${name} FAILED: ${record.reason}`, `its file is ${path}`]);
  return record?.verdict === 'failed' ? exitCodes.differences : exitCodes.done;
}

async function carryOut(
  direction: 'apply' | 'rollback',
  context: MigrationsContext,
  names: readonly string[],
  house: House,
): Promise<number> {
  const { flags } = house;
  refuseNames(direction, names, 1);
  requireConnections({ ...context, supabase: {} }, ['target']);
  const { database } = parseAddress(context.targetUrl, 'target');
  if (!flags.dryRun && flags.confirm === undefined) {
    throw new CutoverError(
      'config.invalid',
      `'cutover migrations ${direction}' changes the target and needs --confirm`,
      {
        hint: `Look at it with --dry-run, then give --confirm ${database}.`,
      },
    );
  }
  const result = await applyMigration(context, {
    direction,
    word: names[0],
    confirm: flags.confirm ?? '',
    untested: flags.untested,
    dryRun: flags.dryRun,
    lockTimeoutMs: flags.lockTimeout === undefined ? defaultLockTimeoutMs : flags.lockTimeout * 1000,
    attempts: defaultAttempts,
  });
  const { name, seconds, path } = result;
  if (flags.json)
    writeJson(house, `migrations.${direction === 'apply' ? 'applied' : 'rolled-back'}`, {
      ...result,
      dryRun: flags.dryRun,
    });
  else if (seconds === undefined) write(house, [`dry run of ${name} on ${result.database}: nothing was written`]);
  else {
    const word = direction === 'apply' ? 'applied to' : 'taken back from';
    write(house, [`${name} ${word} ${result.database} in ${seconds.toFixed(2)} s; its file is ${path}`]);
  }
  return direction === 'rollback' && !flags.dryRun ? exitCodes.rolledBack : exitCodes.done;
}
