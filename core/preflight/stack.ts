import { CutoverError } from '../errors.ts';
import type { Inventory } from '../inventory/types.ts';
import { leftOutTables, tablesToCopy } from '../plan/data-steps.ts';
import type { RewrittenColumn } from '../plan/types.ts';
import { userIdColumns } from '../plan/user-columns.ts';
import { unmappedIdSql } from '../plan/user-id-sql.ts';
import { quoteQualified } from '../postgres/identifiers.ts';
import type { Session } from '../postgres/session.ts';
import { createStackClient } from '../supabase/stack/client.ts';
import { hasUsers } from '../supabase/stack/source-users.ts';
import { stackMissing } from '../supabase/stack/stack-run.ts';
import type { Check, CheckContext } from './types.ts';
import { counted, listed, sentence } from './words.ts';

/** The list of a large project, and anti-joins over large tables, take their time. */
const limitMs = 180_000;
/** Kept back of the limit, so that what was found in time is also reported in time. */
const reserveMs = 2_000;

const queryCanceled = '57014';

const forStack = ({ options }: CheckContext['config']): boolean => options.auth === 'stack';

const emailsSql = `
  SELECT u.email FROM auth.users u
  WHERE u.deleted_at IS NULL AND pg_catalog.lower(u.email) = ANY ($1::text[]) ORDER BY 1`;

/** Users whose password would go along: the service takes bcrypt up to a cost of 16. [stack-auth: utils/hashes.tsx] */
const passwordsSql = `
  SELECT pg_catalog.count(*)::int AS count FROM auth.users u
  WHERE u.deleted_at IS NULL AND u.encrypted_password ~ '^[$]2[ayb][$](0[0-9]|1[0-6])[$]'`;

const idsSql = 'SELECT u.id FROM auth.users u WHERE u.id = ANY ($1::uuid[])';

/** The key works, and nobody in the project is in the way of a user that is to be created. */
export const stackProjectCheck: Check = {
  id: 'stack-project',
  title: 'Stack Auth takes the users',
  severity: 'blocker',
  asks: 'source',
  looksAt:
    'the key, whether passwords are enabled, the users that the project has, and the e-mails of those that will come',
  limitMs,
  concerns: forStack,
  async run({ config, session, signal }) {
    if (!config.stack) {
      const { message, hint } = stackMissing();
      return { verdict: 'fail', detail: sentence(message), fix: hint };
    }
    const client = createStackClient(config.stack);
    const source = await session('source');
    const [emails, ids]: [string[], string[]] = [[], []];
    let users = 0;
    try {
      for await (const user of client.listUsers(signal)) {
        users += 1;
        if (user.email !== undefined) emails.push(user.email.toLowerCase());
        if (user.origin) ids.push(user.origin.supabaseUserId);
      }
    } catch (error) {
      if (!(error instanceof CutoverError) || error.code !== 'stack.refused') throw error;
      return { verdict: 'fail', detail: sentence(error.message), fix: error.hint };
    }
    const takesPasswords = await client.takesPasswords(signal);
    const [passwords] = await source.query<{ count: number }>(passwordsSql);
    if (takesPasswords === false && passwords !== undefined && passwords.count > 0) {
      return {
        verdict: 'fail',
        detail: `The project has signing in by password switched off, and would refuse ${counted(passwords.count, 'user')} who ${passwords.count === 1 ? 'has' : 'have'} one that can go along.`,
        fix: 'Enable Email/Password in the Stack Auth project (Auth Methods).',
      };
    }
    const again = await source.query<{ id: string }>(idsSql, [ids]);
    if (again.length > 0) {
      return {
        verdict: 'fail',
        detail: `An earlier run has created ${counted(again.length, 'user')} of this source in the project.`,
        fix: 'Roll that run back, or delete its users in Stack Auth: what they were created from may be out of date.',
      };
    }
    const taken = await source.query<{ email: string }>(emailsSql, [emails]);
    if (taken.length > 0) {
      return {
        verdict: 'fail',
        detail: `${counted(taken.length, 'e-mail')} of the source ${taken.length === 1 ? 'belongs' : 'belong'} to users that the project has already: ${listed(taken.map(({ email }) => email))}.`,
        fix: 'Delete those users in Stack Auth, or take another project.',
      };
    }
    return {
      verdict: 'pass',
      detail: `The project answers to the key and has ${counted(users, 'user')}, none in the way.${takesPasswords === undefined ? ' Whether it takes passwords it does not say.' : ''}`,
      fix: '',
    };
  },
};

/** Every id that will be rewritten has a user that will be there. */
export const userIdsCheck: Check = {
  id: 'user-ids',
  title: 'Every id of a user has its user',
  severity: 'blocker',
  asks: 'source',
  looksAt: "every column that holds users' ids, for ids that no user has",
  limitMs,
  concerns: forStack,
  async run(context) {
    const { whole } = await context.carried();
    const session = await context.session('source');
    if (!(await hasUsers(session))) {
      return {
        verdict: 'fail',
        detail: 'The source has no auth.users: there are no users to create.',
        fix: 'Leave --auth out: a source without Supabase Auth is a plain PostgreSQL migration.',
      };
    }
    const columns = columnsOf(whole, context);
    const moved = await partitionedBy(session, columns);
    if (moved.length > 0) {
      return {
        verdict: 'fail',
        detail: `Rows would belong to another partition with new ids: ${listed(moved)} is partitioned by a user's id.`,
        fix: 'Leave the table out with --exclude-table, and move its rows by hand with the mapping.',
      };
    }
    const refused: string[] = [];
    const emptied: string[] = [];
    const unseen: string[] = [];
    let looked = 0;
    for (const [table, rewritten] of columns) {
      for (const column of rewritten) {
        const name = `${table.key}.${column.name}`;
        const count = await countUnmapped(session, table, column, context);
        if (count === undefined) unseen.push(name);
        else looked += 1;
        if (count) (column.unmapped === 'null' ? emptied : refused).push(`${counted(count, 'row')} of ${name}`);
      }
    }
    const nulls = emptied.length > 0 ? ` Set to NULL, as the profile says: ${listed(emptied)}.` : '';
    if (refused.length > 0) {
      return {
        verdict: 'fail',
        detail: `Ids without a user: ${listed(refused)}.${nulls}`,
        fix: 'Mend the rows on the source, or set "unmappedUserIds": "null" in the profile for columns that take NULL.',
      };
    }
    if (unseen.length > 0) {
      return {
        verdict: 'skip',
        detail: `There was no time to look at ${listed(unseen)}.${nulls}`,
        fix: 'Check again while the source is quiet; an id without a user would stop the copy of its table.',
      };
    }
    return {
      verdict: 'pass',
      detail: `${counted(looked, 'column')} looked at, no id without a user.${nulls}`,
      fix: '',
    };
  },
};

type Columns = readonly (readonly [
  table: Pick<Inventory['tables'][number], 'key' | 'schema' | 'name'>,
  columns: readonly RewrittenColumn[],
])[];

function columnsOf(source: Inventory, { config }: CheckContext): Columns {
  const columns = userIdColumns(source, config.profile);
  return tablesToCopy(source, leftOutTables(source, config.options)).flatMap((table) => {
    const rewritten = columns.get(table.key);
    return rewritten ? [[table, rewritten] as const] : [];
  });
}

const partitionKeysSql = `
  SELECT DISTINCT c.oid::pg_catalog.regclass::text AS name
  FROM unnest($1::text[], $2::text[], $3::text[]) AS w(schema, name, col)
  JOIN pg_catalog.pg_namespace n ON n.nspname = w.schema
  JOIN pg_catalog.pg_class l ON l.relnamespace = n.oid AND l.relname = w.name
  CROSS JOIN LATERAL pg_catalog.pg_partition_ancestors(l.oid) AS a(oid)
  JOIN pg_catalog.pg_class c ON c.oid = a.oid
  JOIN pg_catalog.pg_partitioned_table p ON p.partrelid = c.oid
  JOIN pg_catalog.pg_attribute k ON k.attrelid = c.oid AND k.attname = w.col AND k.attnum = ANY (p.partattrs::int2[])
  ORDER BY 1`;

/** Tables whose partitions are chosen by a column that is rewritten. */
async function partitionedBy(session: Session, columns: Columns): Promise<string[]> {
  const all = columns.flatMap(([table, rewritten]) => rewritten.map(({ name }) => [table.schema, table.name, name]));
  const rows = await session.query<{ name: string }>(
    partitionKeysSql,
    [0, 1, 2].map((part) => all.map((column) => column[part])),
  );
  return rows.map(({ name }) => name);
}

/** Rows whose id has no user; undefined where the time of the check did not suffice. */
async function countUnmapped(
  session: Session,
  table: Columns[number][0],
  column: RewrittenColumn,
  context: CheckContext,
): Promise<number | undefined> {
  const left = Math.floor(context.remainingMs() - reserveMs);
  if (left <= 0) return undefined;
  await session.execute(`BEGIN READ ONLY; SET LOCAL statement_timeout = ${left}`);
  try {
    const from = `ONLY ${quoteQualified(table.schema, table.name)} AS t`;
    const [row] = await session.query<{ count: string }>(
      `SELECT pg_catalog.count(*) AS count FROM ${from} WHERE ${unmappedIdSql(column)}`,
    );
    return Number(row?.count ?? 0);
  } catch (error) {
    if (error instanceof CutoverError && error.sqlState === queryCanceled) return undefined;
    throw error;
  } finally {
    await session.execute('ROLLBACK');
  }
}
