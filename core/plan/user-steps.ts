import type { Table } from '../inventory/types.ts';
import { noRewriting, type Rewriting, smallestWeight } from './data-steps.ts';
import type { Step } from './types.ts';
import { asOnTarget } from './user-columns.ts';

/** The users of the source, cut in ranges of their ids. */
export interface UserRanges {
  readonly count: number;
  /** First id of each range. */
  readonly bounds: readonly string[];
}

/** What a user weighs beside rows, in bytes: four at once take as long as copying this much. */
export const weightOfUser = 256 * 1024;

/** Step that stands for every user being there: what copies that rewrite ids need. */
const mappingStepId = 'users:mapping';

/** What copies of these tables do to users' ids, where users go to Stack Auth. */
export function stackRewriting(
  users: { readonly columns: Rewriting['columns'] } | undefined,
  tables: readonly Table[],
): Rewriting {
  return users ? { columns: asOnTarget(users.columns, tables), needs: [mappingStepId] } : noRewriting;
}

/** One step for each range, one at a time since they share the limit of requests, and one for the whole mapping. */
export function userSteps(users: UserRanges, needs: readonly string[]): Step[] {
  const { bounds, count } = users;
  const base = { kind: 'users', phase: 'copy' } as const;
  const steps = bounds.map((from, index): Step => {
    const to = bounds[index + 1];
    return {
      ...base,
      id: `users:${index}`,
      label: bounds.length === 1 ? 'create users' : `create users (${index + 1}/${bounds.length})`,
      needs,
      weight: Math.max(Math.ceil(count / bounds.length) * weightOfUser, smallestWeight),
      holds: [{ table: 'the users of Stack Auth', mode: 'exclusive' }],
      // The first range is open below and the last one above: nobody falls between two snapshots.
      action: {
        type: 'stack-users',
        ...(index === 0 ? {} : { from }),
        ...(to === undefined ? {} : { to }),
      },
    };
  });
  return [
    ...steps,
    {
      ...base,
      id: mappingStepId,
      label: 'mapping of users',
      needs: [...needs, ...steps.map(({ id }) => id)],
      weight: smallestWeight,
      action: { type: 'stack-mapping' },
    },
  ];
}
