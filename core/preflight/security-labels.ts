import { CutoverError } from '../errors.ts';
import { quoteIdentifier } from '../postgres/identifiers.ts';
import type { Session } from '../postgres/session.ts';
import { makesSchema } from './concerns.ts';
import type { Check } from './types.ts';
import { listed } from './words.ts';

const labelsSql = `
  SELECT l.provider, pg_catalog.min(pg_catalog.pg_describe_object(l.classoid, l.objoid, l.objsubid)) AS object,
    pg_catalog.count(*)::int AS count
  FROM pg_catalog.pg_seclabel l GROUP BY l.provider ORDER BY l.provider`;

/** `invalid_parameter_value`: what a server says of a provider that no library has registered. [commands/seclabel.c] */
const notLoaded = '22023';

export const securityLabelsCheck: Check = {
  id: 'security-labels',
  title: 'Target knows the providers of security labels',
  severity: 'blocker',
  asks: 'both',
  looksAt: "the providers of the source's security labels, and whether the target has loaded them",
  concerns: makesSchema,
  async run(context) {
    const source = await context.session('source');
    const labels = await source.query<{ provider: string; object: string; count: number }>(labelsSql);
    if (labels.length === 0) return { verdict: 'pass', detail: 'The source has no security labels.', fix: '' };
    const target = await context.session('target');
    const missing: typeof labels = [];
    for (const label of labels) if (!(await isLoaded(target, label.provider))) missing.push(label);
    if (missing.length === 0) {
      return { verdict: 'pass', detail: `Loaded: ${listed(labels.map(({ provider }) => provider))}.`, fix: '' };
    }
    const found = missing.map(
      ({ provider, object, count }) => `${provider} (on ${object}${count > 1 ? ` and ${count - 1} more` : ''})`,
    );
    return {
      verdict: 'fail',
      detail: `The target has no library for the security labels of ${listed(found)}.`,
      fix: 'Load the library on the target (shared_preload_libraries), or drop the labels on the source: SECURITY LABEL FOR … ON … IS NULL.',
    };
  },
};

/** No catalog names the providers: a statement that would take a label away tells, in a transaction that ends in nothing. */
async function isLoaded(target: Session, provider: string): Promise<boolean> {
  await target.execute('BEGIN');
  try {
    await target.execute(`SECURITY LABEL FOR ${quoteIdentifier(provider)} ON SCHEMA pg_catalog IS NULL`);
    return true;
  } catch (error) {
    return !(error instanceof CutoverError && error.sqlState === notLoaded);
  } finally {
    await target.execute('ROLLBACK');
  }
}
