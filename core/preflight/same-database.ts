import { proveDifferent } from '../inventory/identity.ts';
import type { Check } from './types.ts';

export const sameDatabaseCheck: Check = {
  id: 'same-database',
  title: 'Source and target are not the same database',
  severity: 'blocker',
  asks: 'both',
  looksAt: "a lock that is taken on the target and must not be seen on the source; the servers' own identities",
  async run(context) {
    const [source, target] = await Promise.all([context.session('source'), context.session('target')]);
    const { verdict, detail } = await proveDifferent(source, target);
    const found = `${detail.charAt(0).toUpperCase()}${detail.slice(1)}.`;
    switch (verdict) {
      case 'different':
        return { verdict: 'pass', detail: found, fix: '' };
      case 'same':
        return {
          verdict: 'fail',
          detail: found,
          fix: 'Correct the connection string of the target: it must be another database.',
        };
      case 'unknown':
        return {
          verdict: 'fail',
          detail: found,
          fix: 'Give both roles that right, or connect to the primary servers.',
        };
    }
  },
};
