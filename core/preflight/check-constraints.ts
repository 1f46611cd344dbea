import { CutoverError } from '../errors.ts';
import { leftOutTables } from '../plan/data-steps.ts';
import { displayName, quoteQualified } from '../postgres/identifiers.ts';
import type { Session } from '../postgres/session.ts';
import type { Check, CheckContext } from './types.ts';
import { counted, listed } from './words.ts';

const limitMs = 120_000;
const reserveMs = 2_000;
const queryCanceled = '57014';

/** CHECK, and NOT NULL from 18 on. An inherited constraint is looked at where it was declared; its children's rows are read with their parent's. */
const notValidChecks = `
  SELECT c.conname::text AS name, n.nspname::text AS schema, t.relname::text AS "table", c.connoinherit AS "noInherit",
         CASE c.contype WHEN 'c' THEN pg_catalog.pg_get_expr(c.conbin, c.conrelid)
              ELSE (SELECT pg_catalog.quote_ident(a.attname) || ' IS NOT NULL' FROM pg_catalog.pg_attribute a
                     WHERE a.attrelid = c.conrelid AND a.attnum = c.conkey[1]) END AS expression
    FROM pg_catalog.pg_constraint c
    JOIN pg_catalog.pg_class t ON t.oid = c.conrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
   WHERE c.contype IN ('c', 'n') AND NOT c.convalidated AND c.conislocal AND t.relkind IN ('r', 'p')
     AND c.conrelid = ANY ($1::oid[])
     AND COALESCE((pg_catalog.to_jsonb(c) ->> 'conenforced')::boolean, true)
   ORDER BY t.relpages, c.conname`;

interface CheckConstraint extends Record<string, unknown> {
  readonly name: string;
  readonly schema: string;
  readonly table: string;
  readonly noInherit: boolean;
  readonly expression: string;
}

export const checkConstraintsCheck: Check = {
  id: 'check-constraints',
  title: 'Rows keep their CHECK and NOT NULL constraints',
  severity: 'warning',
  asks: 'source',
  looksAt: 'the rows under CHECK and NOT NULL constraints that are NOT VALID',
  limitMs,
  async run(context) {
    const source = await context.inventory('source');
    const leftOut = leftOutTables(source, context.config.options);
    const tables = source.tables.filter(({ key }) => !leftOut.has(key));
    const session = await context.session('source');
    const constraints = await session.query<CheckConstraint>(notValidChecks, [tables.map(({ oid }) => oid)]);
    if (constraints.length === 0) return { verdict: 'pass', detail: 'Every CHECK constraint is valid.', fix: '' };
    const broken: string[] = [];
    const queries: string[] = [];
    const unseen: string[] = [];
    for (const constraint of constraints) {
      const count = await countBreaches(session, constraint, context);
      const place = displayName(constraint.schema, constraint.table);
      if (count === undefined) unseen.push(constraint.name);
      else if (count > 0) {
        broken.push(`${counted(count, 'row')} of ${place} against ${constraint.name}, which is NOT VALID`);
        queries.push(`SELECT * ${breaches(constraint)};`);
      }
    }
    const late = unseen.length > 0 ? ` There was no time to look at ${listed(unseen)}.` : '';
    const fix =
      'They stay NOT VALID on the target. Mend the rows, then ALTER TABLE … VALIDATE CONSTRAINT …; on either end.';
    if (broken.length > 0) {
      const see = ` To see them: ${queries.slice(0, 3).join(' ')}`;
      return { verdict: 'fail', detail: `${broken.join('; ')}.${late}`, fix: `${fix}${see}` };
    }
    if (late !== '') return { verdict: 'skip', detail: late.trim(), fix };
    return {
      verdict: 'pass',
      detail: `No row is against ${counted(constraints.length, 'NOT VALID CHECK constraint')}.`,
      fix: '',
    };
  },
};

/** The expression is the server's own deparsed text; a CHECK that is NULL holds. */
function breaches({ schema, table, noInherit, expression }: CheckConstraint): string {
  return `FROM ${noInherit ? 'ONLY ' : ''}${quoteQualified(schema, table)} WHERE NOT (${expression})`;
}

async function countBreaches(
  session: Session,
  constraint: CheckConstraint,
  context: CheckContext,
): Promise<number | undefined> {
  const left = Math.floor(context.remainingMs() - reserveMs);
  if (left <= 0) return undefined;
  await session.execute(`BEGIN READ ONLY; SET LOCAL statement_timeout = ${left}`);
  try {
    const [row] = await session.query<{ count: string }>(
      `SELECT pg_catalog.count(*)::text AS count ${breaches(constraint)}`,
    );
    return Number(row?.count ?? 0);
  } catch (error) {
    if (error instanceof CutoverError && error.sqlState === queryCanceled) return undefined;
    throw error;
  } finally {
    await session.execute('ROLLBACK');
  }
}
