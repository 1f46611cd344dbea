import { CutoverError } from '../errors.ts';
import { quoteIdentifier } from '../postgres/identifiers.ts';
import type { Session } from '../postgres/session.ts';
import { makesSchema } from './concerns.ts';
import type { Check } from './types.ts';
import { type KnownNames, qualifiedCalls, unqualifiedNames } from './unqualified.ts';
import { counted, listed } from './words.ts';

/**
 * Functions that the run itself makes the target call, while search_path is empty: those of generated columns, checks,
 * indexes and statistics, partition keys and materialised views of the schemas (`$1`), through the views that these
 * use. One that brings a search_path along, or a body that the server has parsed already, finds its names everywhere.
 */
const rootsSql = `
  WITH RECURSIVE evaluated (classid, objid) AS (
    SELECT 'pg_catalog.pg_attrdef'::pg_catalog.regclass::oid, f.oid
      FROM pg_catalog.pg_attrdef f
      JOIN pg_catalog.pg_attribute a ON a.attrelid = f.adrelid AND a.attnum = f.adnum AND a.attgenerated <> ''
      JOIN pg_catalog.pg_class c ON c.oid = f.adrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ANY ($1)
    UNION ALL
    SELECT 'pg_catalog.pg_constraint'::pg_catalog.regclass::oid, k.oid
      FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_namespace n ON n.oid = k.connamespace
     WHERE n.nspname = ANY ($1) AND k.contype IN ('c', 'x')
    UNION ALL
    SELECT 'pg_catalog.pg_class'::pg_catalog.regclass::oid, c.oid
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = ANY ($1) AND c.relkind IN ('i', 'I', 'p')
    UNION ALL
    SELECT 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass::oid, s.oid
      FROM pg_catalog.pg_statistic_ext s JOIN pg_catalog.pg_namespace n ON n.oid = s.stxnamespace
     WHERE n.nspname = ANY ($1)
  ), seen (classid, objid) AS (
    SELECT 'pg_catalog.pg_rewrite'::pg_catalog.regclass::oid, r.oid
      FROM pg_catalog.pg_rewrite r
      JOIN pg_catalog.pg_class c ON c.oid = r.ev_class AND c.relkind = 'm'
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ANY ($1)
    UNION
    SELECT 'pg_catalog.pg_rewrite'::pg_catalog.regclass::oid, r.oid
      FROM seen s
      JOIN pg_catalog.pg_depend d ON d.classid = s.classid AND d.objid = s.objid
       AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
      JOIN pg_catalog.pg_rewrite r ON r.ev_class = d.refobjid
  )
  SELECT p.oid, pg_catalog.min(pg_catalog.pg_describe_object(e.classid, e.objid, 0)) AS "usedBy"
    FROM (SELECT * FROM evaluated UNION ALL SELECT * FROM seen) e
    JOIN pg_catalog.pg_depend d ON d.classid = e.classid AND d.objid = e.objid
     AND d.refclassid = 'pg_catalog.pg_proc'::pg_catalog.regclass
    JOIN pg_catalog.pg_proc p ON p.oid = d.refobjid
   GROUP BY p.oid`;

/** Functions outside of pg_catalog whose body is text; those of extensions are the extensions' own affair. */
const functionsSql = `
  SELECT p.oid, n.nspname::text AS schema, p.proname::text AS name, p.oid::pg_catalog.regprocedure::text AS signature,
         l.lanname::text AS language, p.prosrc AS body, COALESCE(p.proargnames, '{}') AS arguments,
         p.prokind = 'p' AS procedure
    FROM pg_catalog.pg_proc p
    JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
    JOIN pg_catalog.pg_language l ON l.oid = p.prolang AND l.lanname IN ('sql', 'plpgsql')
   WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND p.prosqlbody IS NULL
     AND NOT EXISTS (SELECT FROM pg_catalog.unnest(p.proconfig) AS c(setting) WHERE c.setting LIKE 'search_path=%')
     AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                      WHERE d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND d.objid = p.oid AND d.deptype = 'e')`;

/** What a name without a schema could mean, where pg_catalog has nothing of that name. */
const namesSql = `
  SELECT 'functions' AS kind, n.nspname::text AS schema, p.proname::text AS name
    FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
   WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')
     AND NOT EXISTS (SELECT FROM pg_catalog.pg_proc s WHERE s.proname = p.proname
                        AND s.pronamespace = 'pg_catalog'::pg_catalog.regnamespace)
  UNION
  SELECT 'relations', n.nspname, c.relname
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
   WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
  UNION
  SELECT 'types', n.nspname, t.typname
    FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
   WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND t.typelem = 0 AND t.typrelid = 0
     AND NOT EXISTS (SELECT FROM pg_catalog.pg_type s WHERE s.typname = t.typname
                        AND s.typnamespace = 'pg_catalog'::pg_catalog.regnamespace)`;

/** Parses the body of an SQL function as it would be parsed in this session: with the search_path of the run. */
const validateSql = 'SELECT pg_catalog.fmgr_sql_validator($1::oid)';

/** No such function, table, type, operator or schema. */
const notFound: ReadonlySet<string> = new Set(['42883', '42P01', '42704', '3F000']);

interface BodyFunction extends Record<string, unknown> {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly signature: string;
  readonly language: string;
  readonly body: string;
  readonly arguments: readonly string[];
  readonly procedure: boolean;
}

interface Finding {
  readonly function: BodyFunction;
  readonly usedBy: string;
  /** What is not found: in the server's words where it has parsed the body. */
  readonly why: string;
  readonly proved: boolean;
  /** Where its names are: what its search_path should be. */
  readonly schemas: readonly string[];
}

export const searchPathCheck: Check = {
  id: 'search-path',
  title: 'Functions that the run calls find their names',
  severity: 'blocker',
  asks: 'source',
  looksAt:
    'functions of generated columns, checks, indexes and materialised views for names without a schema: the run works with an empty search_path',
  concerns: makesSchema,
  async run(context) {
    const { schemas } = await context.inventory('source');
    const session = await context.session('source');
    const roots = await session.query<{ oid: number; usedBy: string }>(rootsSql, [schemas.map(({ name }) => name)]);
    if (roots.length === 0) {
      return { verdict: 'pass', detail: "The run calls no function but the server's own.", fix: '' };
    }
    const findings = await inspect(session, roots);
    if (findings.length === 0) {
      return {
        verdict: 'pass',
        detail: `${counted(roots.length, 'function')} of columns, checks, indexes and views find all names by themselves.`,
        fix: '',
      };
    }
    const proved = findings.some((finding) => finding.proved);
    const names = findings.map(({ function: found, usedBy, why }) => `${found.signature} for ${usedBy} (${why})`);
    const mend = findings.map(
      ({ function: found, schemas: places }) =>
        `ALTER ${found.procedure ? 'PROCEDURE' : 'FUNCTION'} ${found.signature} SET search_path = ${places.map(quoteIdentifier).join(', ')};`,
    );
    return {
      verdict: 'fail',
      // What only looks like a name without a schema may be something else: no reason to forbid a run.
      severity: proved ? 'blocker' : 'warning',
      detail: `With the empty search_path of the run ${findings.length === 1 ? 'a function does not find what it names' : 'functions do not find what they name'}: ${listed(names)}.`,
      fix: `On the source: ${mend.slice(0, 5).join(' ')} Or write the names with their schemas.`,
    };
  },
};

async function inspect(
  session: Session,
  roots: readonly { readonly oid: number; readonly usedBy: string }[],
): Promise<Finding[]> {
  const functions = await session.query<BodyFunction>(functionsSql);
  const byOid = new Map(functions.map((each) => [each.oid, each]));
  const byName = Map.groupBy(functions, ({ schema, name }) => `${schema}.${name}`);
  const names = await session.query<{ kind: keyof KnownNames; schema: string; name: string }>(namesSql);
  const known = knownNames(names);

  const findings: Finding[] = [];
  const seen = new Set<number>();
  const waiting = roots.flatMap(({ oid, usedBy }) => {
    const each = byOid.get(oid);
    return each ? [{ each, usedBy }] : [];
  });
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const { each, usedBy } = next;
    if (seen.has(each.oid)) continue;
    seen.add(each.oid);
    const loose = unqualifiedNames(each.body, known, each.arguments);
    const refusal = each.language === 'sql' ? await refusalOf(session, each.oid) : undefined;
    if (refusal !== undefined || (each.language !== 'sql' && loose.length > 0)) {
      const places = names.filter(({ name }) => loose.includes(name)).map(({ schema }) => schema);
      findings.push({
        function: each,
        usedBy,
        why: refusal ?? `names ${loose.join(', ')}`,
        proved: refusal !== undefined,
        schemas: [...new Set([each.schema, ...places])],
      });
    }
    for (const call of qualifiedCalls(each.body)) {
      for (const called of byName.get(call) ?? []) waiting.push({ each: called, usedBy });
    }
  }
  return findings;
}

function knownNames(names: readonly { readonly kind: keyof KnownNames; readonly name: string }[]): KnownNames {
  const of = (kind: keyof KnownNames): ReadonlySet<string> =>
    new Set(names.filter((each) => each.kind === kind).map(({ name }) => name));
  return { functions: of('functions'), relations: of('relations'), types: of('types') };
}

/** What the server does not find in the body; undefined where it finds all, or may not be asked. */
async function refusalOf(session: Session, oid: number): Promise<string | undefined> {
  await session.execute('BEGIN READ ONLY; SET LOCAL check_function_bodies = on');
  try {
    await session.query(validateSql, [oid]);
    return undefined;
  } catch (error) {
    if (!(error instanceof CutoverError) || session.broken) throw error;
    return notFound.has(error.sqlState ?? '') ? error.message.replace(/^source: /, '') : undefined;
  } finally {
    if (!session.broken) await session.execute('ROLLBACK');
  }
}
