import type { RunOptions } from '../config.ts';
import { CutoverError } from '../errors.ts';
import { schemaFingerprint } from '../inventory/fingerprint.ts';
import { largeObjectsKey } from '../inventory/large-objects.ts';
import type { Inventory, Table } from '../inventory/types.ts';
import type { Scope } from '../supabase/scope.ts';
import { inBatch } from './batches.ts';
import type { Rewriting } from './data-steps.ts';
import { foldIndexes } from './fold-indexes.ts';
import { keepGoing } from './keep-going.ts';
import { planHash } from './plan-hash.ts';
import type { Plan, Step } from './types.ts';
import {
  comparedTogether,
  verifyForeignKeysSteps,
  verifyLargeObjectsStep,
  verifyTableSteps,
  verifyUsersSteps,
  verifyWholeStep,
} from './verify-steps.ts';

/** The step behind everything that is made. */
export const finishedId = 'barrier:finished';

/**
 * The end that all plans have: what is made, one step behind all of it, what follows that, and the comparison. Throws
 * `internal` where the steps are no graph. Pure.
 */
export function sealPlan(input: {
  readonly runId: string;
  readonly source: Inventory;
  readonly scope: Scope;
  readonly options: RunOptions;
  readonly made: readonly Step[];
  /** What needs {@link finishedId} by itself. */
  readonly services: readonly Step[];
  /** What comes back when everything is made. */
  readonly returns: readonly Step[];
  readonly verify: readonly Step[];
}): Pick<Plan, 'steps' | 'hash'> {
  const { runId, source, scope, options, made, services, verify } = input;
  const finished: Step = {
    id: finishedId,
    kind: 'barrier',
    phase: 'finish',
    label: 'everything is in place',
    needs: made.map((step) => step.id),
    weight: 0,
    action: { type: 'sql', statements: [] },
  };
  const returns = input.returns.map((step) => ({ ...step, needs: [finished.id] }));
  const strict = [...made, finished, ...services, ...returns, ...verify];
  // An index that fails under --keep-going must not take its table's rows with it.
  const steps = (options.keepGoing ? keepGoing(strict) : foldIndexes(strict)).map(inBatch);
  assertGraph(steps);
  return { steps, hash: planHash(steps, { runId, auth: scope.auth, schema: schemaFingerprint(source) }) };
}

/** Rows of objects name their owners, so users come first where both are moved. */
export function storageNeeds(after: string | undefined, copies: ReadonlyMap<string, readonly Step[]>): string[] {
  const users = (copies.get('auth.users') ?? []).map((step) => step.id);
  return after === undefined ? users : [after, ...users];
}

/** The scheduler and the ledger take both for granted: ids are unique, and a step stands behind what it needs. */
function assertGraph(steps: readonly Step[]): void {
  const seen = new Set<string>();
  for (const step of steps) {
    const missing = [...step.needs, ...(step.after ?? [])].find((id) => !seen.has(id));
    if (seen.has(step.id) || missing !== undefined) {
      throw new CutoverError(
        'internal',
        `the plan is no graph at ${step.id}${missing ? `: ${missing} comes later` : ''}`,
        {
          hint: 'This is a defect in cutover; nothing was written. Please report it with the schema of the source.',
        },
      );
    }
    seen.add(step.id);
  }
}

/** What is compared: each table as soon as its rows are there, the whole at the end. None with `--verify none`. Pure. */
export function verifySteps(plan: {
  readonly source: Inventory;
  readonly tables: readonly Table[];
  readonly copies: ReadonlyMap<string, readonly Step[]>;
  readonly rewriting: Rewriting;
  readonly options: RunOptions;
  readonly scope: Scope;
}): Step[] {
  const { source, tables, copies, rewriting, options, scope } = plan;
  const finished = finishedId;
  const mode = options.verify;
  if (mode === 'none') return [];
  const compared = comparedTogether(tables).flatMap((group) =>
    verifyTableSteps({
      group,
      mode,
      jobs: options.jobs,
      needs: group.flatMap(({ key }) => (copies.get(key) ?? []).map((step) => step.id)),
      rewrite: rewriting.columns.get(group[0].key),
    }),
  );
  return [
    ...compared,
    ...(rewriting.needs.length > 0 ? [verifyWholeStep('verify-stack-users', [finished])] : []),
    ...(copies.has(largeObjectsKey)
      ? [
          verifyLargeObjectsStep(
            mode,
            source.largeObjectBytes ?? 0,
            (copies.get(largeObjectsKey) ?? []).map((step) => step.id),
          ),
        ]
      : []),
    ...(['verify-schema', 'verify-plans', 'verify-sequences', 'verify-source'] as const).map((type) =>
      verifyWholeStep(type, [finished]),
    ),
    ...verifyForeignKeysSteps(source, compared, [finished]),
    // Users that are moved as rows must be able to log in.
    ...(scope.auth === 'supabase' || scope.auth === 'plain' ? verifyUsersSteps(compared, [finished]) : []),
  ];
}
