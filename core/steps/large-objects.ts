import { CutoverError } from '../errors.ts';
import type { LargeObjectsAction } from '../plan/types.ts';
import { quoteIdentifier, quoteLiteral } from '../postgres/identifiers.ts';
import type { Session } from '../postgres/session.ts';
import { type CallOptions, committed, type StepContext, type StepOf, type StepOutcome } from './context.ts';

/** Large objects whose beginnings are read and written at once. */
const groupSize = 64;
/** What is read of each at first, in bytes; most are no longer than that. */
const headBytes = 16 * 1024;
/** Bytes of a longer one that are in memory at a time: as many as fill pages of 2 kB without a rest. */
const chunkBytes = 1024 * 1024;

const factsSql = `
  SELECT m.oid, pg_catalog.pg_get_userbyid(m.lomowner) AS owner, m.lomacl IS NOT NULL AS granted,
    pg_catalog.obj_description(m.oid, 'pg_largeobject') AS comment
  FROM pg_catalog.pg_largeobject_metadata m WHERE m.oid = ANY ($1::pg_catalog.oid[]) ORDER BY m.oid`;

const grantsSql = `
  SELECT m.oid, grantor.rolname AS grantor, grantee.rolname AS grantee, a.privilege_type AS privilege,
    a.is_grantable AS grantable
  FROM pg_catalog.pg_largeobject_metadata m
  CROSS JOIN LATERAL pg_catalog.aclexplode(m.lomacl) WITH ORDINALITY AS a
  JOIN pg_catalog.pg_roles grantor ON grantor.oid = a.grantor
  LEFT JOIN pg_catalog.pg_roles grantee ON grantee.oid = a.grantee
  WHERE m.oid = ANY ($1::pg_catalog.oid[]) ORDER BY m.oid, a.ordinality`;

const headsSql = `
  SELECT o.oid, pg_catalog.lo_get(o.oid, 0, ${headBytes}) AS head FROM unnest($1::pg_catalog.oid[]) AS o(oid)`;
const chunkSql = `SELECT pg_catalog.lo_get($1::pg_catalog.oid, $2::bigint, ${chunkBytes}) AS chunk`;
const createSql = `
  SELECT pg_catalog.lo_from_bytea(o.oid, o.head)
  FROM unnest($1::pg_catalog.oid[], $2::pg_catalog.bytea[]) AS o(oid, head)`;
const appendSql = 'SELECT pg_catalog.lo_put($1::pg_catalog.oid, $2::bigint, $3::pg_catalog.bytea)';

interface Facts extends Record<string, unknown> {
  readonly oid: number;
  readonly owner: string;
  /** False where only the defaults apply. */
  readonly granted: boolean;
  readonly comment: string | null;
}

interface Grant extends Record<string, unknown> {
  readonly oid: number;
  readonly grantor: string;
  /** Null for PUBLIC. */
  readonly grantee: string | null;
  readonly privilege: string;
  readonly grantable: boolean;
}

/**
 * Large objects with owners, grants and comments, under the OIDs that they have on the source. One that is gone in the
 * snapshot is left out; one that the target has already is an error. No more than a megabyte of contents is in memory.
 */
export async function runLargeObjects(
  context: StepContext,
  steps: readonly StepOf<LargeObjectsAction>[],
  options: CallOptions,
): Promise<StepOutcome[]> {
  return await context.pool.withBoth(
    async (source, target) =>
      await committed(context, target, async () => {
        await target.execute('BEGIN');
        const outcomes: StepOutcome[] = [];
        for (const { step, action } of steps) {
          const moved = { rows: 0, bytes: 0 };
          const told = (rows: number, bytes: number): void => {
            if (options.signal.aborted) {
              throw new CutoverError('stopped', 'the step was stopped', { hint: 'Resume goes on from the ledger.' });
            }
            moved.rows += rows;
            moved.bytes += bytes;
            options.progress(moved.rows, moved.bytes);
          };
          await carry(source, target, action, told);
          outcomes.push({ step, ...moved });
        }
        return outcomes;
      }),
  );
}

async function carry(
  source: Session,
  target: Session,
  action: LargeObjectsAction,
  told: (rows: number, bytes: number) => void,
): Promise<void> {
  const facts = await source.query<Facts>(factsSql, [action.oids]);
  const oids = facts.map(({ oid }) => oid);
  for (let start = 0; start < oids.length; start += groupSize) {
    const heads = await source.query<{ oid: number; head: Buffer }>(headsSql, [oids.slice(start, start + groupSize)]);
    await target.query(createSql, [heads.map(({ oid }) => oid), heads.map(({ head }) => head)]);
    told(
      heads.length,
      heads.reduce((sum, { head }) => sum + head.length, 0),
    );
    for (const { oid, head } of heads) {
      if (head.length === headBytes) await carryRest(source, target, oid, (bytes) => told(0, bytes));
    }
  }
  const grants = Map.groupBy(await source.query<Grant>(grantsSql, [oids]), ({ oid }) => oid);
  const statements = facts.flatMap((fact) => rightsOf(fact, grants.get(fact.oid) ?? [], action.owners));
  if (statements.length > 0) await target.execute(statements.join(';\n'));
}

async function carryRest(source: Session, target: Session, oid: number, told: (bytes: number) => void): Promise<void> {
  for (let offset = headBytes; ; offset += chunkBytes) {
    const [row] = await source.query<{ chunk: Buffer }>(chunkSql, [oid, offset]);
    const chunk = row?.chunk ?? Buffer.alloc(0);
    if (chunk.length > 0) await target.query(appendSql, [oid, offset, chunk]);
    told(chunk.length);
    if (chunk.length < chunkBytes) return;
  }
}

/** Comment, owner and grants, in the order in which the source has them: dumps show it. */
function rightsOf(fact: Facts, grants: readonly Grant[], owners: boolean): string[] {
  const object = `LARGE OBJECT ${fact.oid}`;
  const owner = quoteIdentifier(fact.owner);
  const statements: string[] = [];
  if (fact.comment !== null) statements.push(`COMMENT ON ${object} IS ${quoteLiteral(fact.comment)}`);
  if (owners) statements.push(`ALTER ${object} OWNER TO ${owner}`);
  if (fact.granted && owners) statements.push(`REVOKE ALL ON ${object} FROM ${owner}`);
  for (const grant of grants) {
    // Without its owner the object belongs to the run's role, whose rights are not in question.
    if (!owners && grant.grantee === fact.owner) continue;
    const to = grant.grantee === null ? 'PUBLIC' : quoteIdentifier(grant.grantee);
    const statement = `GRANT ${grant.privilege} ON ${object} TO ${to}${grant.grantable ? ' WITH GRANT OPTION' : ''}`;
    if (owners && grant.grantor !== fact.owner) {
      statements.push(
        `SET SESSION AUTHORIZATION ${quoteIdentifier(grant.grantor)}`,
        statement,
        'RESET SESSION AUTHORIZATION',
      );
    } else statements.push(statement);
  }
  return statements;
}
