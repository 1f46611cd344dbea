import { CutoverError } from '../errors.ts';
import { leftOutTables } from '../plan/data-steps.ts';
import { displayName } from '../postgres/identifiers.ts';
import type { Session } from '../postgres/session.ts';
import { countOrphansSql, type ForeignKey, foreignKeysSql, showOrphansSql } from './foreign-keys.ts';
import type { Check, CheckContext } from './types.ts';
import { counted, listed } from './words.ts';

/** Anti-joins over large tables take their time; the rest of the checks goes on beside them. */
const limitMs = 180_000;

/** Kept back of the limit, so that what was found in time is also reported in time. */
const reserveMs = 2_000;

const queryCanceled = '57014';

/**
 * Looks for rows whose foreign key points nowhere. The server vouches for a valid key, so only NOT VALID ones are
 * looked at; with `--fk trust`, where the target will not look either, all of them are.
 */
export const orphansCheck: Check = {
  id: 'orphans',
  title: 'No orphan rows on the source',
  severity: 'blocker',
  asks: 'source',
  looksAt: 'the rows under foreign keys that are NOT VALID, and with --fk trust under all of them',
  limitMs,
  async run(context) {
    const source = await context.inventory('source');
    const leftOut = leftOutTables(source, context.config.options);
    const tables = source.tables.filter(({ key }) => !leftOut.has(key));
    const session = await context.session('source');
    const all = context.config.options.foreignKeys === 'trust';
    const keys = await session.query<ForeignKey & Record<string, unknown>>(foreignKeysSql, [
      tables.map(({ oid }) => oid),
      all,
    ]);
    const looked = all ? counted(keys.length, 'foreign key') : counted(keys.length, 'NOT VALID foreign key');
    if (keys.length === 0) {
      return {
        verdict: 'pass',
        detail: all ? 'There are no foreign keys.' : 'Every foreign key is valid: the server vouches for their rows.',
        fix: '',
      };
    }
    const found: { readonly key: ForeignKey; readonly count: number }[] = [];
    const unseen: string[] = [];
    for (const key of keys) {
      const count = await countOrphans(session, key, context);
      if (count === undefined) unseen.push(key.name);
      else if (count > 0) found.push({ key, count });
    }
    const late = unseen.length > 0 ? ` There was no time to look at ${listed(unseen)}.` : '';
    if (found.length > 0) {
      return {
        verdict: 'fail',
        detail: `${found.map(describe).join('; ')}.${late}`,
        fix: `Mend or delete the rows on the source. To see them: ${found.map(({ key }) => showOrphansSql(key)).join(' ')}`,
      };
    }
    if (late !== '') {
      return {
        verdict: 'skip',
        detail: `${looked} within ${limitMs / 1000} s:${late}`,
        fix: 'Validate them on the source: ALTER TABLE … VALIDATE CONSTRAINT …; it names a row that has no partner.',
      };
    }
    return { verdict: 'pass', detail: `No orphan under ${looked}.`, fix: '' };
  },
};

/** Number of orphans; undefined where the time of the check did not suffice. */
async function countOrphans(session: Session, key: ForeignKey, context: CheckContext): Promise<number | undefined> {
  const left = Math.floor(context.remainingMs() - reserveMs);
  if (left <= 0) return undefined;
  await session.execute(`BEGIN READ ONLY; SET LOCAL statement_timeout = ${left}`);
  try {
    const [row] = await session.query<{ count: string }>(countOrphansSql(key));
    return Number(row?.count ?? 0);
  } catch (error) {
    if (error instanceof CutoverError && error.sqlState === queryCanceled) return undefined;
    throw error;
  } finally {
    await session.execute('ROLLBACK');
  }
}

function describe({ key, count }: { readonly key: ForeignKey; readonly count: number }): string {
  const [from, to] = [key.from, key.to].map(({ schema, name }) => displayName(schema, name));
  const columns = key.columns.map((column) => column.from).join(', ');
  return `${counted(count, 'row')} of ${from} without a partner in ${to}, by constraint ${key.name} (${columns})${key.validated ? '' : ', which is NOT VALID'}`;
}
