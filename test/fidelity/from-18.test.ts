import { describe } from 'vitest';
import { carryFrom } from '../support/fidelity/pairs.ts';
import { majors } from '../support/servers.ts';

carryFrom(18);

// The oldest server shares the file of the newest, which has the fewest pairs of its own.
if (majors.includes(14)) {
  describe('PostgreSQL 14, where it is installed', () => {
    carryFrom(14);
  });
}
