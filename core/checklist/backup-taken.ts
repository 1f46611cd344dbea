import { readBackups } from '../backup/list.ts';
import { parseAddress } from '../postgres/address.ts';
import type { Check } from '../preflight/types.ts';
import { counted } from '../preflight/words.ts';
import { signed } from './said.ts';

/** A backup of before yesterday lacks a day of what people did. */
const freshHours = 24;

export const backupTakenCheck: Check = {
  id: 'backup',
  title: 'A backup of the source was taken',
  severity: 'blocker',
  asks: 'neither',
  looksAt:
    "backups of this database in the state folder, of the last 24 hours, and the operator's word for another one",
  concerns: ({ profile }) => profile.environment === 'production',
  async run({ config }) {
    const word = config.said?.ticks['backup'];
    if (word) return { verdict: 'pass', detail: `Taken elsewhere, says ${signed(word)}.`, fix: '' };
    const { database } = parseAddress(config.sourceUrl, 'source');
    const fresh = (await readBackups(config.stateDir)).find(
      ({ databaseName, timestamp }) =>
        databaseName === database && Date.now() - Date.parse(timestamp) <= freshHours * 3_600_000,
    );
    if (fresh) {
      return {
        verdict: 'pass',
        detail: `${fresh.backupId} of ${fresh.timestamp.slice(0, 16).replace('T', ' ')} UTC, with ${counted(fresh.tables.length, 'table')}.`,
        fix: '',
      };
    }
    return {
      verdict: 'fail',
      // Flags alone cannot say that it is a rehearsal; nor can they be held to everything that a profile can say.
      ...(config.history === undefined ? { severity: 'warning' as const } : {}),
      detail: `There is no backup of ${database} of the last ${freshHours} hours.`,
      fix: 'Take one with cutover backup; or tick it on the Checklist, or give --tick backup, where one was taken elsewhere.',
    };
  },
};
