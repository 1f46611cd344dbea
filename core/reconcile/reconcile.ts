import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { eachAtOnce } from '../concurrency.ts';
import type { EngineConfig } from '../config.ts';
import { CutoverError } from '../errors.ts';
import type { Emit } from '../events.ts';
import { proveDifferent } from '../inventory/identity.ts';
import { readCounters } from '../inventory/counters.ts';
import { schemaFingerprint } from '../inventory/fingerprint.ts';
import { runFolder } from '../journal.ts';
import { type LedgerRun, type LedgerStep, readSteps } from '../ledger.ts';
import { counted, grouped } from '../numbers.ts';
import { formatAddress } from '../postgres/address.ts';
import type { RunControl } from '../run/control.ts';
import { findRun, refuseOlder } from '../run/found-run.ts';
import { readCarriedSource } from '../run/prepare.ts';
import { type Snapshot, takeSnapshot } from '../run/snapshot.ts';
import { type TableChecksum, tableChecksums } from '../verify/checksum.ts';
import { tableChanges } from './changes.ts';
import { openPair, type Pair, takeTargetSnapshot, type TargetSnapshot } from './ends.ts';
import { type ChangedTable, type ExportedFiles, writeExport } from './export.ts';
import { makeExportFolder, TableText } from './files.ts';
import { type ProveSource, sourceProof } from './proof.ts';
import { type SequenceChange, sequenceChanges } from './sequences.ts';
import { chooseTables, type NotCompared, type ReconciledTable } from './tables.ts';

export interface ReconcileEnd {
  /** `failed` where something is not known for sure, and must be looked at before going back. */
  readonly outcome: 'verified' | 'failed' | 'paused';
  readonly verdict: string;
  readonly runId: string;
}

interface Request {
  readonly config: EngineConfig;
  readonly emit: Emit;
  readonly control: RunControl;
}

/** Small tables that one statement sums up, and their size together in bytes. */
const tablesAtOnce = 50;
const bytesAtOnce = 32 * 1024 * 1024;

/**
 * Finds what was written to the target since the cutover, against the source, which nobody has written to since, and
 * exports it as SQL that the operator may apply to the source by hand, and as JSON. Reads both ends, each in one
 * snapshot; writes to neither. Throws CutoverError.
 */
export async function reconcile(request: Request & { readonly runId: string | undefined }): Promise<ReconcileEnd> {
  const { config, emit } = request;
  const target = await takeTargetSnapshot(config.targetUrl);
  try {
    const run = await findRun(target.session, request.runId);
    refuseOlder(run);
    const steps = await readSteps(target.session, run.id);
    refuseUnmoved(run, steps);
    const source = await takeSnapshot(config.sourceUrl);
    try {
      const proof = await proveDifferent(source.session, target.session);
      if (proof.verdict === 'same') {
        throw new CutoverError('same-database', `source and target are one database: ${proof.detail}`, {
          hint: 'Correct the connection string of the source or of the target.',
        });
      }
      const started = performance.now();
      emit({ type: 'phase.started', phase: 'reconcile' });
      const finished = await compareAndExport(request, { run, steps, source, target });
      emit({ type: 'phase.finished', phase: 'reconcile', seconds: (performance.now() - started) / 1000 });
      if (finished === undefined) return { outcome: 'paused', verdict: 'stopped; nothing was exported', runId: run.id };
      return conclude(emit, run.id, finished);
    } finally {
      await source.close();
    }
  } finally {
    await target.session.close();
  }
}

interface Found {
  readonly run: LedgerRun;
  readonly steps: readonly LedgerStep[];
  readonly source: Snapshot;
  readonly target: TargetSnapshot;
}

/** What there was to export, and where it is. */
interface Finished {
  readonly compared: number;
  readonly tables: readonly ChangedTable[];
  readonly sequences: readonly SequenceChange[];
  readonly notCompared: readonly NotCompared[];
  readonly files: ExportedFiles | undefined;
}

/** Undefined where it was stopped. */
async function compareAndExport(request: Request, found: Found): Promise<Finished | undefined> {
  const { config, emit, control } = request;
  const { run, source, target } = found;
  const { whole, source: carried } = await readCarriedSource(source, target.session, run.detail.scope);
  const chosen = await chooseTables(target.session, carried, run, found.steps);
  announce(emit, found, chosen.tables);
  // Read behind the snapshot: a change in between counts as one.
  const prove = sourceProof(run, await readCounters(source.session));
  const folder = join(runFolder(config.stateDir, run.id), `reconcile_${target.takenAt.replaceAll(/[-:]|\.\d+/g, '')}`);
  await makeExportFolder(folder);
  let kept = false;
  const pairs: Pair[] = [];
  // Nothing is half done by a comparison: it ends in the middle of a table.
  const offStop = control.onStop(() => {
    for (const { source: from, target: to } of pairs) for (const end of [from, to]) end.destroy(new Error('stopped'));
  });
  try {
    const groups = groupsOf(chosen.tables);
    const lanes = Math.max(1, Math.min(config.options.jobs, groups.length));
    for (let lane = 0; lane < lanes; lane += 1) pairs.push(await openPair(config, { source, target }));
    const tables = await compareTables(request, { groups, pairs, prove, folder });
    if (control.stopping) return undefined;
    const [pair] = pairs;
    const sequences = pair ? await sequenceChanges(pair, carried.sequences) : { changes: [], notCompared: [] };
    const notCompared = [
      ...chosen.notCompared,
      ...sequences.notCompared,
      ...(schemaFingerprint(whole) === run.detail.schemaFingerprint
        ? []
        : [{ name: 'the schema of the source', reason: 'it is not the one that the run began with' }]),
      ...((carried.largeObjects ?? []).length > 0
        ? [{ name: 'large objects', reason: 'their contents are not exported: cutover verify compares them' }]
        : []),
    ];
    for (const { name, reason } of notCompared) {
      emit({ type: 'verify.item', kind: 'reconcile', name, verdict: 'skipped', detail: reason });
    }
    const nothing = tables.length + sequences.changes.length + notCompared.length === 0;
    const facts = {
      runId: run.id,
      source: formatAddress(source.session.address),
      target: formatAddress(target.session.address),
      takenAt: target.takenAt,
    };
    const files = nothing
      ? undefined
      : await writeExport(folder, { facts, tables, sequences: sequences.changes, notCompared });
    kept = files !== undefined;
    return { compared: chosen.tables.length, tables, sequences: sequences.changes, notCompared, files };
  } catch (error) {
    if (control.stopping) return undefined;
    throw error;
  } finally {
    offStop();
    for (const { source: from, target: to } of pairs) await Promise.all([from.close(), to.close()]);
    if (!kept) await rm(folder, { recursive: true, force: true });
  }
}

/** Before everything is there, a difference is no change of the target's. */
function refuseUnmoved(run: LedgerRun, steps: readonly LedgerStep[]): void {
  if (steps.every((step) => step.phase === 'verify' || step.state === 'done')) return;
  const undone = run.state === 'rolling-back';
  throw new CutoverError(
    'ledger.unfinished',
    `run ${run.id} ${undone ? 'is being rolled back' : 'is not finished'}: there is no cutover to compare with`,
    { hint: undone ? `Finish it with cutover rollback ${run.id}.` : `Resume it first (cutover resume ${run.id}).` },
  );
}

function announce(emit: Emit, { run, source, target }: Found, tables: readonly ReconciledTable[]): void {
  emit({
    type: 'run.started',
    runId: run.id,
    source: formatAddress(source.session.address),
    target: formatAddress(target.session.address),
    tables: tables.length,
    rows: tables.reduce((sum, table) => sum + table.estimatedRows, 0),
    bytes: tables.reduce((sum, table) => sum + table.bytes, 0),
  });
  emit({
    type: 'plan.ready',
    steps: tables.map(({ key, bytes }) => ({
      ...stepOf(key, bytes),
      phase: 'reconcile',
      done: false,
      rows: 0,
      bytes: 0,
    })),
    tables: [],
  });
}

function stepOf(key: string, bytes: number): { id: string; kind: string; label: string; weight: number } {
  return { id: `reconcile:${key}`, kind: 'verify', label: `compare ${key}`, weight: Math.max(bytes, 1) };
}

/** Large tables by themselves and first, small ones together. */
function groupsOf(tables: readonly ReconciledTable[]): ReconciledTable[][] {
  const groups: ReconciledTable[][] = [];
  let room = 0;
  for (const table of tables.toSorted((a, b) => b.bytes - a.bytes)) {
    const group = groups.at(-1);
    if (group === undefined || group.length >= tablesAtOnce || room < table.bytes) {
      groups.push([table]);
      room = bytesAtOnce - table.bytes;
    } else {
      group.push(table);
      room -= table.bytes;
    }
  }
  return groups;
}

async function compareTables(
  { emit, control }: Request,
  work: {
    readonly groups: readonly (readonly ReconciledTable[])[];
    readonly pairs: readonly Pair[];
    readonly prove: ProveSource;
    readonly folder: string;
  },
): Promise<ChangedTable[]> {
  const changed: ChangedTable[] = [];
  const free = [...work.pairs];
  let number = 0;
  await eachAtOnce(work.groups, work.pairs.length, async (group) => {
    const pair = free.pop();
    if (pair === undefined || control.stopping) return;
    const begun = performance.now();
    for (const { key, bytes } of group) emit({ type: 'step.started', ...stepOf(key, bytes) });
    const sums = await sumsOf(pair, group);
    for (const [index, table] of group.entries()) {
      const { source: before, target: after } = sums[index] ?? { source: nothing, target: nothing };
      if (before.rows !== after.rows || before.checksum !== after.checksum) {
        number += 1;
        const text = new TableText(work.folder, number, table);
        for await (const changes of tableChanges(pair, table, Math.max(before.rows, after.rows)))
          await text.add(changes);
        const proof = work.prove(table.key, before);
        changed.push({ table, before, after: text.unknownUsers > 0 ? undefined : after, text, proof });
        emit({
          type: 'reconcile.table',
          table: table.key,
          ...text.counts,
          sourceUnchanged: proof.unchanged,
          proof: proof.detail,
        });
      }
      const seconds = (performance.now() - begun) / 1000 / group.length;
      emit({ type: 'step.finished', id: stepOf(table.key, 0).id, rows: after.rows, bytes: table.bytes, seconds });
    }
    free.push(pair);
  });
  return changed;
}

const nothing: TableChecksum = { rows: 0, checksum: '0' };

/** What each table comes to on either end, both servers at once. */
async function sumsOf(
  { source, target }: Pair,
  tables: readonly ReconciledTable[],
): Promise<{ readonly source: TableChecksum; readonly target: TableChecksum }[]> {
  const requests = tables.map(({ compared }) => ({ ...compared, mode: 'checksums' as const }));
  const both = [tableChecksums(source, requests), tableChecksums(target, requests)] as const;
  await Promise.allSettled(both);
  const [from, to] = await Promise.all(both);
  return tables.map((_, index) => ({ source: from[index] ?? nothing, target: to[index] ?? nothing }));
}

function conclude(emit: Emit, runId: string, found: Finished): ReconcileEnd {
  const { tables, sequences, notCompared, files } = found;
  const sum = (what: 'inserted' | 'updated' | 'deleted'): number =>
    tables.reduce((total, { text }) => total + text.counts[what], 0);
  const counts = { inserted: sum('inserted'), updated: sum('updated'), deleted: sum('deleted') };
  const unproven = tables.filter(({ proof }) => !proof.unchanged);
  emit({
    type: 'reconcile.finished',
    runId,
    tables: tables.length,
    ...counts,
    sequences: sequences.length,
    unproven: unproven.map(({ table }) => table.key),
    notCompared: notCompared.map(({ name, reason }) => `${name}: ${reason}`),
    sqlPath: files?.sql ?? '',
    unprovenPath: files?.unproven ?? '',
    jsonPath: files?.json ?? '',
  });
  const sure = unproven.length === 0 && notCompared.length === 0;
  const parts = [
    tables.length + sequences.length === 0
      ? `nothing was written to the target since the cutover: ${counted(found.compared, 'table')} as on the source`
      : `written since the cutover: ${counted(counts.inserted, 'row')} inserted, ${grouped(counts.updated)} updated, ${grouped(counts.deleted)} deleted in ${grouped(tables.length)} of ${counted(found.compared, 'table')}; ${counted(sequences.length, 'sequence')} moved`,
    ...(files?.sql === undefined ? [] : [`apply ${files.sql} to the old source by hand`]),
    ...(unproven.length === 0
      ? []
      : [
          `the source itself changed in ${namesOf(unproven.map(({ table }) => table.key))}: read ${files?.unproven ?? ''}`,
        ]),
    ...(notCompared.length === 0
      ? []
      : [`not compared: ${namesOf(notCompared.map(({ name, reason }) => `${name} (${reason})`))}`]),
  ];
  return { outcome: sure ? 'verified' : 'failed', runId, verdict: parts.join('; ') };
}

const namesShown = 3;

function namesOf(names: readonly string[]): string {
  const shown = names.slice(0, namesShown).join(', ');
  return names.length > namesShown ? `${shown} and ${names.length - namesShown} more` : shown;
}
