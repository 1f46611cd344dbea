import { entryId } from './entries.ts';
import type { Step } from './types.ts';

/**
 * The plan of a run that goes on past schema objects that fail: such a step is tolerated, and what only stood behind it
 * waits for its end, good or not. Rows are never given up: a failed copy still stops all that would rest on it, and so
 * does a failed preparation. Pure.
 */
export function keepGoing(steps: readonly Step[]): Step[] {
  const byId = new Map(steps.map((step) => [step.id, step]));
  return steps.map((step) => {
    const needs = step.needs.filter((id) => isEssential(step, byId.get(id)));
    const after = step.needs.filter((id) => !needs.includes(id));
    const made = madeBy(step).filter((id) => byId.has(id));
    return {
      ...step,
      needs: [...new Set([...needs, ...made])],
      ...(after.length > 0 ? { after } : {}),
      ...(isTolerated(step) ? { tolerated: true } : {}),
    };
  });
}

/** Rows, users and files are never given up. */
const carriers: ReadonlySet<string> = new Set(['barrier', 'blobs', 'bucket', 'copy', 'users']);

function isTolerated({ kind, phase }: Step): boolean {
  return phase !== 'prepare' && phase !== 'verify' && !carriers.has(kind);
}

/** Whether a step is pointless, or does harm, where the other one has failed. */
function isEssential(step: Step, other: Step | undefined): boolean {
  if (other === undefined || other.phase === 'prepare' || step.phase === 'verify') return true;
  if (other.kind === 'barrier') return true;
  // A barrier passes by what was given up, and is held up by rows that could not be copied.
  if (step.kind === 'barrier') return false;
  switch (other.kind) {
    case 'copy':
    case 'blobs':
    case 'bucket':
    case 'users':
      return true;
    case 'index':
    case 'constraint':
      return other.id.startsWith('build:') || step.id.startsWith('index-attach:');
    case 'foreign-key':
      return step.kind === 'validate';
    default:
      return false;
  }
}

/** The steps that make what this one fills. */
function madeBy({ action }: Step): string[] {
  if (action.type === 'copy') return [entryId({ type: 'TABLE', schema: action.schema, name: action.name })];
  if (action.type === 'sequence') return [entryId({ type: 'SEQUENCE', schema: action.schema, name: action.name })];
  return [];
}
