import type { Extension } from '../inventory/types.ts';
import { schemasInTheWay } from '../plan/schema-steps.ts';
import { quoteIdentifier } from '../postgres/identifiers.ts';
import type { Session } from '../postgres/session.ts';
import type { Check } from './types.ts';
import { counted, listed } from './words.ts';

/** What the target's installation has, by name; `open` where a role without superuser may create it. */
const availableExtensions = `
  SELECT a.name::text AS name, a.default_version AS version,
         pg_catalog.bool_or(NOT v.superuser OR v.trusted) FILTER (WHERE v.version = a.default_version) AS open,
         pg_catalog.array_agg(v.version::text) AS versions
    FROM pg_catalog.pg_available_extensions a
    JOIN pg_catalog.pg_available_extension_versions v ON v.name = a.name
   WHERE a.name = ANY ($1)
   GROUP BY a.name, a.default_version`;

const installedExtensions = `
  SELECT e.extname::text AS name, n.nspname::text AS schema, e.extversion AS version, e.extrelocatable AS relocatable,
         pg_catalog.pg_has_role(e.extowner, 'USAGE') AS owned
    FROM pg_catalog.pg_extension e
    JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace`;

/** Supabase's supautils lets its postgres role create the extensions that are listed in a setting. */
const roleCreates = `
  SELECT r.rolsuper AS superuser,
         COALESCE(pg_catalog.current_setting('supautils.privileged_extensions', true), '') AS privileged
    FROM pg_catalog.pg_roles r
   WHERE r.rolname = CURRENT_USER`;

const dependentLimit = 6;

/**
 * Objects outside of any extension that use a member of the extension, at most one more than are shown. A view uses
 * it through its rule and a column through its default: those are named by their relation. What the members of the
 * extension use among themselves (operator classes and the like) is of other catalogs.
 */
const dependents = `
  SELECT DISTINCT CASE WHEN u.relation IS NULL THEN pg_catalog.pg_describe_object(d.classid, d.objid, 0)
                       ELSE pg_catalog.pg_describe_object('pg_catalog.pg_class'::pg_catalog.regclass, u.relation, 0) END AS object
    FROM pg_catalog.pg_extension e
    JOIN pg_catalog.pg_depend m ON m.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass
                               AND m.refobjid = e.oid AND m.deptype = 'e'
    JOIN pg_catalog.pg_depend d ON d.refclassid = m.classid AND d.refobjid = m.objid AND d.deptype IN ('n', 'a')
    LEFT JOIN pg_catalog.pg_rewrite w ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND w.oid = d.objid
    LEFT JOIN pg_catalog.pg_attrdef f ON d.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass AND f.oid = d.objid
    CROSS JOIN LATERAL (SELECT COALESCE(w.ev_class, f.adrelid) AS relation) u
   WHERE e.extname = $1
     AND d.classid::pg_catalog.regclass::text IN ('pg_class', 'pg_proc', 'pg_type', 'pg_constraint', 'pg_trigger',
                                                  'pg_policy', 'pg_rewrite', 'pg_attrdef')
     AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend o
                      WHERE o.classid = d.classid AND o.objid = d.objid AND o.deptype = 'e')
   ORDER BY 1
   LIMIT ${dependentLimit + 1}`;

interface Available extends Record<string, unknown> {
  readonly name: string;
  readonly version: string;
  readonly open: boolean | null;
  readonly versions: readonly string[];
}
interface Installed extends Record<string, unknown> {
  readonly name: string;
  readonly schema: string;
  readonly version: string;
  readonly relocatable: boolean;
  readonly owned: boolean;
}
interface Problem {
  readonly detail: string;
  readonly fix: string;
}

export const extensionsCheck: Check = {
  id: 'extensions',
  title: 'Target has the extensions of the source',
  severity: 'blocker',
  asks: 'both',
  async run(context) {
    const [source, target, sourceSession, targetSession] = await Promise.all([
      context.inventory('source'),
      context.inventory('target'),
      context.session('source'),
      context.session('target'),
    ]);
    const { scope } = await context.carried();
    const wanted = source.extensions;
    if (wanted.length === 0) return { verdict: 'pass', detail: 'The source has none.', fix: '' };
    const available = byName(
      await targetSession.query<Available>(availableExtensions, [wanted.map(({ name }) => name)]),
    );
    const installed = byName(await targetSession.query<Installed>(installedExtensions));
    const [role] = await targetSession.query<{ superuser: boolean; privileged: string }>(roleCreates);
    const privileged = new Set(role?.privileged.split(',').map((name) => name.trim()));
    const inTheWay = new Set(schemasInTheWay(source, target, scope));

    const problems: Problem[] = [];
    const notes: string[] = [];
    for (const extension of wanted) {
      const present = installed.get(extension.name);
      const offer = available.get(extension.name);
      if (present) {
        const found = comparePresent(extension, present, inTheWay.has(present.schema));
        if (found.problem) problems.push(found.problem);
        notes.push(...found.notes);
      } else if (!offer) {
        problems.push(await missing(extension, sourceSession));
      } else if (!role?.superuser && !offer.open && !privileged.has(extension.name)) {
        problems.push({
          detail: `creating ${extension.name} takes a superuser on the target`,
          fix: `As a superuser on the target: CREATE EXTENSION ${quoteIdentifier(extension.name)} SCHEMA ${quoteIdentifier(extension.schema)};`,
        });
      } else if (!offer.versions.includes(extension.version)) {
        notes.push(`${extension.name} will be ${offer.version} (source: ${extension.version})`);
      }
    }
    if (problems.length > 0) {
      return {
        verdict: 'fail',
        detail: `${problems.map(({ detail }) => detail).join('; ')}.`,
        fix: problems.map(({ fix }) => fix).join(' '),
      };
    }
    return {
      verdict: 'pass',
      detail: `${counted(wanted.length, 'extension')} there or available: ${listed(
        wanted.map(({ name }) => name),
        8,
      )}.${notes.length > 0 ? ` ${listed(notes)}.` : ''}`,
      fix: '',
    };
  },
};

/** An extension that the target has already: it stays, and must end up in the schema that the source has it in. */
function comparePresent(
  wanted: Extension,
  present: Installed,
  inTheWay: boolean,
): { readonly problem?: Problem; readonly notes: readonly string[] } {
  const notes: string[] = [];
  if (present.version !== wanted.version) {
    notes.push(`${wanted.name} is ${present.version} on the target (source: ${wanted.version})`);
  }
  if (present.schema === wanted.schema && !inTheWay) return { notes };
  const why =
    present.schema === wanted.schema
      ? `${wanted.name} is in schema ${present.schema}, which is set aside`
      : `${wanted.name} is in schema ${present.schema} on the target and in ${wanted.schema} on the source`;
  const name = quoteIdentifier(wanted.name);
  if (!present.relocatable) {
    return {
      problem: {
        detail: `${why}, and it cannot be moved`,
        fix: `On the target, where nothing uses it: DROP EXTENSION ${name}; the run then creates it where it belongs.`,
      },
      notes,
    };
  }
  if (!present.owned) {
    return {
      problem: {
        detail: `${why}, and the role does not own it`,
        fix: `On the target, as its owner: ALTER EXTENSION ${name} SET SCHEMA …; or connect as a superuser.`,
      },
      notes,
    };
  }
  return { notes: [...notes, `${wanted.name} will be moved to schema ${wanted.schema}`] };
}

async function missing(extension: Extension, source: Session): Promise<Problem> {
  const rows = await source.query<{ object: string }>(dependents, [extension.name]);
  const objects = rows.map(({ object }) => object);
  const users =
    objects.length === 0
      ? 'no object outside of it uses it'
      : `used by ${objects.slice(0, dependentLimit).join(', ')}${objects.length > dependentLimit ? ' and others' : ''}`;
  return {
    detail: `${extension.name} ${extension.version} is not available on the target (${users})`,
    fix: `Install the package that brings ${extension.name} on the target's machine, or drop the extension from the source's schema.`,
  };
}

function byName<Row extends { readonly name: string }>(rows: readonly Row[]): ReadonlyMap<string, Row> {
  return new Map(rows.map((row) => [row.name, row]));
}
