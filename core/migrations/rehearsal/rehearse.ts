import { performance } from 'node:perf_hooks';
import { type CutoverError, toCutoverError } from '../../errors.ts';
import { connect, type Session } from '../../postgres/session.ts';
import { createScratch, type Scratch, type ScratchDatabase } from '../../scratch/scratch.ts';
import { carryOut, segmentsOfJob } from '../carry-out.ts';
import { complaintAbout } from '../choose.ts';
import { type Document, readDocument } from '../document.ts';
import type { Direction } from '../events.ts';
import { moveFile } from '../files.ts';
import {
  findMigration,
  type MigrationFile,
  type MigrationFolder,
  readMigrationFolder,
  schemaFiles,
} from '../folder.ts';
import { type Change, createHistory, readHistory } from '../history.ts';
import type { Job } from '../job.ts';
import { loadParser } from '../parse.ts';
import { plannedPath } from '../reconcile.ts';
import { runStatements, useProjectSettings } from '../statements.ts';
import { lookAtTarget, type MigrationsContext } from '../target.ts';
import { type TestRecord, writeTestRecord } from '../test-record.ts';
import { cannotRehearse, loadTargetSchema } from './load-target.ts';
import { copySample } from './sample-rows.ts';
import { readSchemaText, schemaDifferences, type SchemaText } from './schema-text.ts';

export interface RehearsalRequest {
  /** Version, name, or a part of it. */
  readonly word: string;
  /** Rows of each of the target's tables that are copied along; 0 for none. */
  readonly sampleRows: number;
  readonly dryRun: boolean;
  /** A server that is there already, and stays; one is made for the test where it is left out. */
  readonly scratch?: Scratch;
}

export interface RehearsalResult {
  readonly name: string;
  /** Undefined in a dry run. */
  readonly record: TestRecord | undefined;
  /** Where the file is now, below the folder. */
  readonly path: string;
}

/** What is tried, and on what. */
interface Rehearsal {
  readonly context: MigrationsContext;
  readonly file: MigrationFile;
  readonly twin: MigrationFile;
  readonly document: Document;
  readonly wayBack: Document;
  readonly url: string;
  readonly session: Session;
}

/**
 * Tries a migration out on a scratch server that holds the target's schema, or the folder's where no target is known:
 * the change, its way back, whether that brings back what was there, the change again, and once more on top of itself.
 * The record of the outcome lies beside the file; one that has passed moves to `testing`, one that has not goes back to
 * `planned`. The target is only read. Throws CutoverError where the test itself could not be made.
 */
export async function rehearseMigration(
  context: MigrationsContext,
  request: RehearsalRequest,
): Promise<RehearsalResult> {
  const { root } = context;
  const folder = await readMigrationFolder(root);
  const file = findMigration(folder.files, request.word);
  if (request.dryRun) {
    tellPlan(context, file, folder, request.sampleRows);
    return { name: file.name, record: undefined, path: file.path };
  }
  const begun = performance.now();
  const about = { against: '', rows: 0 };
  const reason = await withScratch(context, file, folder, request, about).then(
    () => '',
    (thrown: unknown) => reasonOf(toCutoverError(thrown)),
  );
  const twin = folder.rollbacks.get(file.version);
  const record: TestRecord = {
    v: 1,
    version: file.version,
    name: file.name,
    hash: file.hash,
    rollbackHash: twin?.hash ?? '',
    verdict: reason === '' ? 'passed' : 'failed',
    reason,
    testedAt: new Date().toISOString(),
    ...about,
    seconds: Math.round((performance.now() - begun) / 10) / 100,
    toolVersion: context.toolVersion,
  };
  await writeTestRecord(root, record);
  const path = (await moveAfterTest(root, file, record)) ?? file.path;
  return { name: file.name, record, path };
}

/** What failed of the migration itself; anything else ends the command without a record. */
function reasonOf(error: CutoverError): string {
  const own = new Set<string>(['migrations.failed', 'migrations.interrupted', 'migrations.refused']);
  if (!own.has(error.code)) throw error;
  return error.message;
}

async function moveAfterTest(root: string, file: MigrationFile, record: TestRecord): Promise<string | undefined> {
  let to: string | undefined;
  if (record.verdict === 'passed' && file.stage === 'planned') to = `testing/${file.name}.sql`;
  if (record.verdict === 'failed' && file.stage === 'testing') to = plannedPath(file);
  if (to !== undefined) await moveFile(root, file.path, to);
  return to;
}

function tellPlan(
  { tell, targetUrl }: MigrationsContext,
  file: MigrationFile,
  folder: MigrationFolder,
  rows: number,
): void {
  const { name } = file;
  const step = (word: string, detail: string): void =>
    tell({ type: 'migrations.step', name, step: word, detail, seconds: 0 });
  const sample = rows > 0 ? `, and up to ${rows} rows of each table` : '';
  step(
    'schema',
    targetUrl === ''
      ? "would make the folder's schema on a scratch server"
      : `would copy the target's schema to a scratch server${sample}`,
  );
  step('change', `would run ${file.path}`);
  const twin = folder.rollbacks.get(file.version);
  step(
    'way back',
    twin === undefined
      ? `there is none: rollbacks/${name}.sql is missing`
      : `would run ${twin.path}, and compare the schema with what it was`,
  );
  step('again', 'would run the change twice more: on what the way back leaves, and on itself');
}

async function withScratch(
  context: MigrationsContext,
  file: MigrationFile,
  folder: MigrationFolder,
  request: RehearsalRequest,
  about: { against: string; rows: number },
): Promise<void> {
  const parse = await loadParser();
  const twin = folder.rollbacks.get(file.version);
  if (twin === undefined) throw cannotRehearse(`${file.path} has no way back`, `Write rollbacks/${file.name}.sql.`);
  const [document, wayBack] = [readDocument(file.text, parse), readDocument(twin.text, parse)];
  for (const [path, each] of [
    [file.path, document],
    [twin.path, wayBack],
  ] as const) {
    const complaint = complaintAbout(each);
    if (complaint !== undefined) throw cannotRehearse(`${path}, ${complaint}`, "'cutover migrations lint' says more.");
  }
  const target = context.targetUrl === '' ? undefined : await lookAtTarget(context);
  let own: Scratch | undefined;
  let session: Session | undefined;
  let database: ScratchDatabase | undefined;
  try {
    const begun = performance.now();
    const major = target === undefined ? undefined : Math.floor(target.serverVersion / 10_000);
    const scratch = request.scratch ?? (own = await createScratch({ major }));
    database = await scratch.database(target === undefined ? 'supabase' : 'empty');
    session = await connect({ end: 'target', url: database.url, purpose: 'test' });
    if (target !== undefined) {
      const applied = (await readHistory(target)).applied;
      if (applied.has(file.version)) {
        throw cannotRehearse(
          `${file.name} has been applied to the target: its schema has the change already`,
          'Test it without --target.',
        );
      }
      about.against = `the schema of ${target.address.database}`;
      const leftOut = await loadTargetSchema(target, scratch, session);
      for (const each of leftOut) notice(context, file, `left out here, since it could not be made: ${each}`);
      await runEarlier(context, session, file, waitingBefore(folder, file, applied), parse);
      if (request.sampleRows > 0) about.rows = await copySample(target, session, request.sampleRows, context.signal);
    } else {
      about.against = "the folder's schema";
      const before = [...schemaFiles(folder), ...waitingBefore(folder, file, new Map())];
      const earlier = before
        .filter(({ version }) => version < file.version)
        .toSorted((a, b) => (a.version < b.version ? -1 : 1));
      await runEarlier(context, session, file, earlier, parse);
    }
    const rows = about.rows > 0 ? `, ${about.rows} rows` : '';
    const detail = `${about.against}${rows}, on PostgreSQL ${scratch.major}`;
    step(context, file, 'schema', detail, begun);
    await createHistory(session);
    await rehearse({ context, file, twin, document, wayBack, url: database.url, session });
  } finally {
    await session?.close();
    await target?.close();
    if (own === undefined) await database?.drop();
    await own?.stop();
  }
}

/** What is planned or in testing before this one, and not applied: it may build on that. */
function waitingBefore(
  folder: MigrationFolder,
  file: MigrationFile,
  applied: ReadonlyMap<string, unknown>,
): MigrationFile[] {
  return folder.files.filter(
    ({ stage, version }) =>
      (stage === 'planned' || stage === 'testing') && version < file.version && !applied.has(version),
  );
}

async function runEarlier(
  { tell, signal }: MigrationsContext,
  session: Session,
  { name }: MigrationFile,
  files: readonly MigrationFile[],
  parse: Awaited<ReturnType<typeof loadParser>>,
): Promise<void> {
  const quiet = { name, tell: () => undefined, before: 0, of: 0, signal };
  for (const file of files) {
    const document = readDocument(file.text, parse);
    await useProjectSettings(session, 60_000);
    for (const segment of segmentsOfJob(document)) {
      await runStatements(session, segment.statements, { ...quiet, path: file.path, inTransaction: false }).catch(
        (error: unknown) => {
          throw cannotRehearse(
            `an earlier migration fails here: ${toCutoverError(error).message}`,
            'Mend or test that one first.',
            error,
          );
        },
      );
    }
    if (file.stage !== 'plain' && file.stage !== 'applied')
      tell({ type: 'migrations.notice', name, message: `on top of ${file.name}, which waits, too` });
  }
}

async function rehearse(rehearsal: Rehearsal): Promise<void> {
  const { context, file, url, twin, document } = rehearsal;
  const before = await readSchemaText(url);
  await carryOutOne(rehearsal, 'apply');
  const after = await readSchemaText(url);
  await carryOutOne(rehearsal, 'rollback');
  await compareSchema(
    rehearsal,
    before,
    `${twin.path} does not bring back what was there`,
    'way back',
    'the schema is as it was',
  );
  await carryOutOne(rehearsal, 'apply');
  await compareSchema(
    rehearsal,
    after,
    `${file.path} does something else on what its way back leaves`,
    'again',
    'the change does the same again',
  );
  if (document.header.onceOnly !== undefined) {
    notice(context, file, `not run twice: ${document.header.onceOnly}`);
    return;
  }
  await runTwice(rehearsal);
  await compareSchema(
    rehearsal,
    after,
    `${file.path} may not run twice`,
    'twice',
    'the change may run on top of itself',
  );
}

async function carryOutOne(
  { context, file, twin, document, wayBack, session }: Rehearsal,
  direction: Direction,
): Promise<void> {
  const isApply = direction === 'apply';
  const change: Change = {
    version: file.version,
    name: file.name,
    hash: file.hash,
    state: isApply ? 'applying' : 'rolling-back',
    segment: 0,
    startedAt: new Date(),
    finishedAt: undefined,
    detail: {},
  };
  const job: Job = {
    name: file.name,
    version: file.version,
    direction,
    path: isApply ? file.path : twin.path,
    document: isApply ? document : wayBack,
    wayBack: undefined,
    change,
    lockTimeoutMs: 60_000,
    attempts: 1,
    tell: context.tell,
    signal: context.signal,
  };
  const begun = performance.now();
  await carryOut(session, job);
  step(context, file, isApply ? 'change' : 'way back', `${job.path} ran`, begun);
}

async function compareSchema(
  { context, file, url }: Rehearsal,
  wanted: SchemaText,
  complaint: string,
  word: string,
  praise: string,
): Promise<void> {
  const begun = performance.now();
  const differences = schemaDifferences(wanted, await readSchemaText(url));
  if (differences.length > 0)
    throw cannotRehearse(`${complaint}: ${differences.join('; ')}`, 'Mend it, and test it again.');
  step(context, file, word, praise, begun);
}

/** The statements alone: a precondition may well say that the change has not been made. */
async function runTwice({ context, file, document, session }: Rehearsal): Promise<void> {
  await useProjectSettings(session, 60_000);
  const quiet = { name: file.name, path: file.path, tell: () => undefined, before: 0, of: 0, signal: context.signal };
  for (const { statements, transactional } of segmentsOfJob(document)) {
    if (transactional) await session.execute('BEGIN');
    try {
      await runStatements(session, statements, { ...quiet, inTransaction: transactional });
      if (transactional) await session.execute('COMMIT');
    } catch (error) {
      if (transactional && !session.broken) await session.execute('ROLLBACK');
      const { message } = toCutoverError(error);
      throw cannotRehearse(
        `${file.path} may not run twice: ${message}`,
        'Use IF NOT EXISTS and the like, or say "-- Idempotent: no, REASON".',
        error,
      );
    }
  }
}

function step({ tell }: MigrationsContext, { name }: MigrationFile, word: string, detail: string, begun: number): void {
  tell({ type: 'migrations.step', name, step: word, detail, seconds: (performance.now() - begun) / 1000 });
}

function notice({ tell }: MigrationsContext, { name }: MigrationFile, message: string): void {
  tell({ type: 'migrations.notice', name, message });
}
