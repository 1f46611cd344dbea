import type { Step } from './types.ts';

/** Above this weight in bytes a step is worth a transaction of its own. */
export const smallStep = 1024 ** 2;

/** The step with the batch that it may join: small steps of one type of action, which one transaction can hold. */
export function inBatch(step: Step): Step {
  const { action, weight } = step;
  if (weight > smallStep || step.kind === 'refresh') return step;
  switch (action.type) {
    case 'sql':
    case 'sequence':
    case 'analyze':
    case 'verify-table':
      return { ...step, batch: action.type };
    case 'copy':
      return action.pages || action.rowsOnly ? step : { ...step, batch: action.type };
    default:
      return step;
  }
}
