import type { Check } from './types.ts';
import { counted } from './words.ts';

const largeObjects = 'SELECT pg_catalog.count(*)::int AS count FROM pg_catalog.pg_largeobject_metadata';

export const largeObjectsCheck: Check = {
  id: 'large-objects',
  title: 'No large objects on the source',
  severity: 'blocker',
  asks: 'source',
  async run(context) {
    const session = await context.session('source');
    const [row] = await session.query<{ count: number }>(largeObjects);
    const count = row?.count ?? 0;
    if (count === 0) return { verdict: 'pass', detail: 'There are none.', fix: '' };
    return {
      verdict: 'fail',
      detail: `There are ${counted(count, 'large object')} on the source; cutover does not carry them.`,
      fix: `Drop those that nothing refers to (vacuumlo), and move the rest into bytea columns. Or override with a reason, and carry them with pg_dump --large-objects by hand.`,
    };
  },
};
