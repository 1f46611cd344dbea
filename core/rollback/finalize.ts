import { performance } from 'node:perf_hooks';
import type { EngineConfig } from '../config.ts';
import { CutoverError } from '../errors.ts';
import type { Emit } from '../events.ts';
import { runFolder } from '../journal.ts';
import { dropLedger, type LedgerStep, readSteps, setRunState } from '../ledger.ts';
import { quoteIdentifier } from '../postgres/identifiers.ts';
import type { Session } from '../postgres/session.ts';
import { findRun, refuseOlder } from '../run/found-run.ts';
import { confirmTarget, lockTarget } from '../run/target-lock.ts';
import { mappingExists } from '../supabase/stack/mapping.ts';
import { writeMappingFile, writeResetsFile } from '../supabase/stack/mapping-file.ts';
import { dropSchema } from './rollback.ts';
import { finalizeStorage } from './storage.ts';

/**
 * Objects outside of a schema that need something in it: dropping the schema would drop them too. Views depend through
 * their rewrite rule, which is in no schema: the view's own schema counts.
 */
const dependentsSql = `
  SELECT DISTINCT pg_catalog.pg_describe_object(d.classid, d.objid, d.objsubid) AS name
  FROM pg_catalog.pg_depend d
  JOIN LATERAL pg_catalog.pg_identify_object(d.refclassid, d.refobjid, 0) AS needed ON needed.schema = $1
  JOIN LATERAL pg_catalog.pg_identify_object(d.classid, d.objid, 0) AS needing ON true
  LEFT JOIN pg_catalog.pg_rewrite r ON d.classid = 'pg_catalog.pg_rewrite'::regclass AND r.oid = d.objid
  LEFT JOIN pg_catalog.pg_class v ON v.oid = r.ev_class
  LEFT JOIN pg_catalog.pg_namespace vn ON vn.oid = v.relnamespace
  LEFT JOIN pg_catalog.pg_constraint c ON d.classid = 'pg_catalog.pg_constraint'::regclass AND c.oid = d.objid
  LEFT JOIN pg_catalog.pg_namespace cn ON cn.oid = c.connamespace
  WHERE d.deptype = 'n' AND d.refobjid >= 16384
    AND coalesce(vn.nspname, cn.nspname, needing.schema) <> ALL (ARRAY[$1, 'pg_toast'])
  ORDER BY 1 LIMIT 20`;

/** Ends the hold: what was set aside is dropped for good, then the ledger. Throws CutoverError. */
export async function finalizeRun(request: {
  readonly config: EngineConfig;
  readonly emit: Emit;
  readonly runId: string | undefined;
  readonly confirm: string;
}): Promise<{ readonly runId: string; readonly verdict: string }> {
  const { config, emit } = request;
  const ledger = await lockTarget(config.targetUrl);
  try {
    await confirmTarget(ledger, request.confirm);
    const run = await findRun(ledger, request.runId);
    refuseOlder(run);
    if (run.state !== 'held' && run.state !== 'finalizing') {
      throw new CutoverError(
        'ledger.unfinished',
        `run ${run.id} is not verified (${run.state}): it cannot be finalized`,
        {
          hint: `Resume it (cutover resume ${run.id}) or roll it back (cutover rollback ${run.id}).`,
        },
      );
    }
    const setAside = (await readSteps(ledger, run.id)).filter(
      (step) => step.kind === 'set-aside' && step.state === 'done',
    );
    if (run.state === 'held') for (const step of setAside) await refuseDependents(ledger, step);
    const started = performance.now();
    emit({ type: 'phase.started', phase: 'finalize' });
    await setRunState(ledger, run.id, 'finalizing');
    // Last renamed, first dropped; an object that a killed finalize has dropped already is passed over.
    for (const step of setAside.reverse()) {
      const object = step.aside;
      if (object?.type === 'SCHEMA') await dropSchema(ledger, object.name);
      else if (object) await ledger.execute(`DROP ${object.type} IF EXISTS ${quoteIdentifier(object.name)} CASCADE`);
    }
    await finalizeStorage({ config, ledger, runId: run.id });
    const users = await keepMapping(ledger, run.id, runFolder(config.stateDir, run.id));
    await dropLedger(ledger);
    emit({ type: 'phase.finished', phase: 'finalize', seconds: (performance.now() - started) / 1000 });
    return {
      runId: run.id,
      verdict: `finalized: ${setAside.length === 0 ? 'nothing was set aside' : `${setAside.length} set aside and now dropped`}; ${users}the ledger is gone`,
    };
  } finally {
    await ledger.close();
  }
}

/**
 * The mapping of users outlives the ledger as a file, with those who have not been sent a reset mail beside it. A folder
 * that cannot be written ends finalize before the ledger is dropped.
 */
async function keepMapping(ledger: Session, runId: string, folder: string): Promise<string> {
  if (!(await mappingExists(ledger))) return '';
  const now = new Date();
  try {
    const mapping = await writeMappingFile(ledger, runId, folder, now);
    await writeResetsFile(ledger, runId, folder, now);
    return `the mapping of users is in ${mapping}; `;
  } catch (cause) {
    if (cause instanceof CutoverError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CutoverError('step.failed', `the mapping of users cannot be kept in ${folder}: ${reason}`, {
      hint: 'Make room in the folder or name another one with --state-dir, then finalize again.',
      cause,
    });
  }
}

async function refuseDependents(ledger: Session, step: LedgerStep): Promise<void> {
  const object = step.aside;
  if (object?.type !== 'SCHEMA') return;
  const dependents = await ledger.query<{ name: string }>(dependentsSql, [object.name]);
  if (dependents.length === 0) return;
  throw new CutoverError(
    'ledger.held',
    `objects outside of it still need the schema ${object.name}: ${dependents.map((row) => row.name).join(', ')}`,
    { hint: 'They would be dropped with it. Point them to the new schema or drop them, then finalize again.' },
  );
}
