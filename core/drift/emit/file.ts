import { join } from 'node:path';
import { createFile } from '../../migrations/files.ts';
import { readMigrationFolder } from '../../migrations/folder.ts';
import { slugOf, versionOf } from '../../migrations/names.ts';
import type { SchemaModel, TruthName } from '../model.ts';
import { wordFor } from '../verdict.ts';
import type { Difference } from '../drift.ts';
import { flipped, planDifferences, planSql, type SqlPlan } from './plan.ts';

/** Text of statements; what would lose something is commented out, with the reason. Pure. */
export function statementsText({ statements, byHand }: SqlPlan): string {
  const lines: string[] = [];
  let guess: string | undefined;
  for (const { sql, loss, guess: evidence } of statements) {
    if (evidence !== undefined && evidence !== guess)
      lines.push(`-- A guess: ${evidence}. If it is none, drop the one and make the other.`);
    guess = evidence;
    if (loss === undefined) {
      lines.push(`${sql};`);
    } else {
      lines.push(`-- Commented out: ${loss}.`, ...`${sql};`.split('\n').map((line) => `-- ${line}`));
    }
  }
  for (const id of byHand) lines.push(`-- By hand: ${id}. There is no statement that could be written for it.`);
  return lines.length === 0 ? '-- Nothing is left to be done.\n' : `${lines.join('\n')}\n`;
}

/** The SQL that ends one difference, for each of the two sides that SQL can be run on. Pure. */
export function differenceSql(
  { pair }: Difference,
  models: readonly SchemaModel[],
): { readonly on: TruthName; readonly toward: TruthName; readonly text: string }[] {
  const of = (truth: TruthName): SchemaModel | undefined => models.find((model) => model.truth === truth);
  const [left, right] = [of(pair.leftTruth), of(pair.rightTruth)];
  if (left === undefined || right === undefined) return [];
  return [
    { on: left, toward: right, difference: pair },
    { on: right, toward: left, difference: flipped(pair) },
  ]
    .filter(({ on }) => on.vocabulary === 'postgresql')
    .map(({ on, toward, difference }) => ({
      on: on.truth,
      toward: toward.truth,
      text: statementsText(planDifferences(on, toward, [difference])),
    }));
}

export interface Emission {
  /** The migration: made like `toward`. */
  readonly text: string;
  /** Its way back. */
  readonly rollback: string;
  readonly on: TruthName;
  readonly toward: TruthName;
  readonly statements: number;
  readonly commentedOut: number;
}

/** The migration that makes one source of truth like another, and its way back. Pure. */
export function emitMigration(on: SchemaModel, toward: SchemaModel, at: Date): Emission {
  const [there, back] = [planSql(on, toward), planSql(toward, on)];
  const breaking = there.statements.filter(({ loss, guess }) => loss !== undefined || guess !== undefined).length;
  const head = (description: string): string =>
    [
      `-- Description: ${description}`,
      `-- Created: ${at.toISOString()}`,
      `-- Tables: ${tablesOf(there, on)}`,
      `-- Risk: ${breaking > 0 ? 'high' : 'medium'}`,
      `-- Written by cutover drift from ${wordFor(on.truth)} (${on.label}) and ${wordFor(toward.truth)} (${toward.label}).`,
      '-- Read every line before it is applied anywhere.',
      '',
      '-- @change',
      'SET LOCAL check_function_bodies = off;',
      '',
    ].join('\n');
  return {
    text: `${head(`bring the ${wordFor(on.truth)} to the ${wordFor(toward.truth)}`)}${statementsText(there)}`,
    rollback: `${head(`takes back: bring the ${wordFor(on.truth)} to the ${wordFor(toward.truth)}`)}${statementsText(back)}`,
    on: on.truth,
    toward: toward.truth,
    statements: there.statements.length,
    commentedOut: there.statements.filter(({ loss }) => loss !== undefined).length,
  };
}

/** Tables with rows of which the file may take something away. */
function tablesOf(plan: SqlPlan, on: SchemaModel): string {
  const touched = new Set(plan.statements.flatMap(({ id, loss }) => (loss === undefined ? [] : [id])));
  const tables = on.items.flatMap(({ kind, name, of }) => {
    const id = kind === 'table' ? `table ${name}` : kind === 'column' ? `column ${name}` : '';
    return touched.has(id) ? [kind === 'table' ? name : (of ?? '').slice('table '.length)] : [];
  });
  const plain = [...new Set(tables)].filter((name) => /^[\w]+\.[\w]+$/.test(name));
  return plain.length === 0 ? 'none' : plain.join(', ');
}

/** Writes an emission into a migration folder, planned, with its way back. Gives the paths. Throws CutoverError. */
export async function writeEmission(
  root: string,
  emission: Emission,
  at: Date,
): Promise<{ path: string; rollbackPath: string }> {
  const folder = await readMigrationFolder(root);
  const taken = new Set([...folder.files.map(({ version }) => version), ...folder.rollbacks.keys()]);
  let time = at;
  while (taken.has(versionOf(time))) time = new Date(time.getTime() + 1000);
  const name = `${versionOf(time)}_${slugOf(`drift toward ${emission.toward}`)}`;
  const [path, rollbackPath] = [join(root, 'planned', `${name}.sql`), join(root, 'rollbacks', `${name}.sql`)];
  await createFile(rollbackPath, emission.rollback);
  await createFile(path, emission.text);
  return { path, rollbackPath };
}

const preferred: Readonly<Record<TruthName, readonly TruthName[]>> = {
  source: ['migrations', 'target', 'snapshot'],
  target: ['migrations', 'source', 'snapshot'],
  migrations: ['target', 'source', 'snapshot'],
  prisma: ['migrations', 'target', 'source', 'snapshot'],
  snapshot: ['migrations', 'target', 'source'],
};

/** Which of several the SQL is for: the one that a migration most likely has to catch up. Prisma's is no SQL. */
export function emissionBase(models: readonly SchemaModel[], toward: TruthName): SchemaModel | undefined {
  return preferred[toward]
    .map((name) => models.find(({ truth }) => truth === name))
    .find((model) => model !== undefined);
}
