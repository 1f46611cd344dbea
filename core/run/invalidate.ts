import type { LedgerStep } from '../ledger.ts';
import type { Step } from '../plan/types.ts';
import { displayName } from '../postgres/identifiers.ts';

/**
 * The finished steps that must be done anew because tables changed on the source after they were copied, in the order
 * in which they are taken back. Pure.
 *
 * Indexes and keys stay: a table can be emptied and filled under them. What would refuse that or fire for it goes first:
 * foreign keys of the tables, triggers, row security. Sequences and verifications are always done anew: the first are
 * outside of any snapshot, and the second speak for one snapshot alone. So is the return of the target's event triggers,
 * which are off again before anything else is taken back, and until all is in place.
 */
export function stepsToRetract(steps: readonly LedgerStep[], changed: ReadonlySet<string>): LedgerStep[] {
  const copies = new Set(
    steps
      .filter((step) => step.kind === 'copy' && step.state === 'done')
      .filter((step) => step.table !== undefined && changed.has(step.table))
      .map((step) => step.id),
  );
  // The ledger of files knows which of them are the same: such a step sends only what is new.
  const filesChanged = changed.has('storage.objects') || changed.has('storage.buckets');
  // Where the target's foreign keys are at work, emptying a table empties those that refer to it: they wait for its copy.
  for (const step of steps) {
    if (step.kind === 'copy' && step.state === 'done' && step.needs.some((id) => copies.has(id))) copies.add(step.id);
  }
  // Rows of several tables in one cannot be told apart: it is emptied as a whole.
  const emptied = new Set(steps.filter(({ id }) => copies.has(id)).flatMap((step) => sharedPlace(step) ?? []));
  for (const step of steps) {
    if (step.kind === 'copy' && step.state === 'done' && emptied.has(sharedPlace(step) ?? '')) copies.add(step.id);
  }
  const stale = new Set<string>();
  const isStale = (step: LedgerStep): boolean => {
    switch (step.kind) {
      case 'verify':
      case 'sequence':
        return true;
      case 'copy':
        return copies.has(step.id);
      case 'blobs':
        return filesChanged;
      case 'bucket':
        // Opened again, filled, and tightened again; what was set aside stays there.
        return filesChanged && step.action.type !== 'storage-aside';
      case 'users':
        return changed.has('auth.users') || changed.has('auth.identities') || changed.has('auth.mfa_factors');
      case 'foreign-key':
        return step.needs.some((id) => copies.has(id));
      case 'validate':
        return step.needs.some((id) => stale.has(id));
      case 'analyze':
        return step.needs.some((id) => copies.has(id));
      case 'event-trigger':
        return step.retract !== undefined;
      case 'refresh':
        return copies.size > 0;
      case 'barrier':
        return copies.size > 0 || filesChanged;
      default:
        return copies.size > 0 && step.retract !== undefined;
    }
  };
  for (const step of steps) if (isStale(step)) stale.add(step.id);
  return steps.filter((step) => stale.has(step.id) && step.state === 'done').reverse();
}

/**
 * Steps to take back, in the portions in which that is done: emptying a table voids every copy into it at once, so all of
 * them are in the portion of the first. Between two portions a crash may come, and a copy that was left as done without
 * its rows would be believed. Pure.
 */
export function portionsToRetract(steps: readonly LedgerStep[]): readonly (readonly [LedgerStep, ...LedgerStep[]])[] {
  const portions = Map.groupBy(steps, (step) =>
    step.action.type === 'copy' ? `copy ${sharedPlace(step) ?? step.table}` : step.id,
  ).values();
  return [...portions].flatMap(([first, ...rest]) => (first ? [[first, ...rest] as const] : []));
}

/** The table that a copy fills together with others. */
function sharedPlace({ action }: LedgerStep): string | undefined {
  if (action.type !== 'copy' || !action.into?.shared) return undefined;
  return displayName(action.into.schema, action.into.name);
}

/**
 * The steps with what is left of their needs: a step that is done stands for whatever it needed and is to be done
 * again. Without that, a trigger could come back before its table's rows, since all between them is still done. Pure.
 */
export function bridgeNeeds<S extends Step>(steps: readonly S[], done: ReadonlySet<string>): readonly S[] {
  if (done.size === 0) return steps;
  interface Open {
    readonly needs: readonly string[];
    readonly after: readonly string[];
  }
  const open = new Map<string, Open>();
  const left = (id: string, edge: keyof Open): readonly string[] => open.get(id)?.[edge] ?? [];
  return steps.map((step) => {
    const earlier = step.after ?? [];
    const needs = [...new Set(step.needs.flatMap((id) => (done.has(id) ? left(id, 'needs') : [id])))];
    const after = [
      ...new Set([
        ...step.needs.flatMap((id) => (done.has(id) ? left(id, 'after') : [])),
        ...earlier.flatMap((id) => (done.has(id) ? [...left(id, 'needs'), ...left(id, 'after')] : [id])),
      ]),
    ];
    open.set(step.id, { needs, after });
    if (done.has(step.id)) return step;
    return { ...step, needs, ...(after.length > 0 || step.after ? { after } : {}) };
  });
}
