import { readDependents, standingAlone } from '../inventory/dependents.ts';
import type { Extension, Inventory } from '../inventory/types.ts';
import { schemasInTheWay } from '../plan/schema-steps.ts';
import { quoteIdentifier } from '../postgres/identifiers.ts';
import type { Session } from '../postgres/session.ts';
import { makesSchema } from './concerns.ts';
import type { Check } from './types.ts';
import { counted, listed, sentence } from './words.ts';

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

const namesSql = 'SELECT e.extname::text AS name FROM pg_catalog.pg_extension e';

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
  looksAt: 'the extensions of the source against those that the target has or can have, their schemas and versions',
  concerns: makesSchema,
  async run(context) {
    const [source, target, sourceSession, targetSession] = await Promise.all([
      context.inventory('source'),
      context.inventory('target'),
      context.session('source'),
      context.session('target'),
    ]);
    const { scope } = await context.carried();
    const wanted = source.extensions;
    const left = context.config.options.withoutExtensions;
    const unknown = await unknownNames(sourceSession, left);
    if (unknown.length > 0) {
      return {
        verdict: 'fail',
        detail: `--without-extension names ${listed(unknown)}, which the source does not have.`,
        fix: `Name extensions of the source: ${listed(
          wanted.map(({ name }) => name),
          20,
        )}.`,
      };
    }
    const without = leftOut(source);
    if (wanted.length === 0) {
      return { verdict: 'pass', detail: without === '' ? 'The source has none.' : without, fix: '' };
    }
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
          detail: `creating extension ${extension.name} takes a superuser on the target`,
          fix: `As a superuser on the target: CREATE EXTENSION ${quoteIdentifier(extension.name)} SCHEMA ${quoteIdentifier(extension.schema)};`,
        });
      } else if (!offer.versions.includes(extension.version)) {
        notes.push(`${extension.name} will be ${offer.version} (source: ${extension.version})`);
      }
    }
    if (problems.length > 0) {
      return {
        verdict: 'fail',
        detail: sentence(problems.map(({ detail }) => detail).join('; ')),
        fix: problems.map(({ fix }) => fix).join(' '),
      };
    }
    return {
      verdict: 'pass',
      detail: `${counted(wanted.length, 'extension')} there or available: ${listed(
        wanted.map(({ name }) => name),
        8,
      )}.${notes.length > 0 ? ` ${listed(notes)}.` : ''}${without === '' ? '' : ` ${without}`}`,
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
      ? `extension ${wanted.name} is in schema ${present.schema}, which is set aside`
      : `extension ${wanted.name} is in schema ${present.schema} on the target and in ${wanted.schema} on the source`;
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
  const objects = standingAlone(await readDependents(source, [extension.name])).map(({ described }) => described);
  const users =
    objects.length === 0
      ? 'no object outside of it uses it'
      : `used by ${objects.slice(0, dependentLimit).join(', ')}${objects.length > dependentLimit ? ` and ${objects.length - dependentLimit} more` : ''}`;
  return {
    detail: `extension ${extension.name} ${extension.version} is not available on the target (${users})`,
    fix: `Install the package that brings ${extension.name} on the target's machine, or leave it out with all that needs it: --without-extension ${extension.name}.`,
  };
}

async function unknownNames(source: Session, names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return [];
  const known = new Set((await source.query<{ name: string }>(namesSql)).map(({ name }) => name));
  return names.filter((name) => !known.has(name));
}

/** A sentence on what `--without-extension` costs. */
function leftOut({ omitted }: Inventory): string {
  if (omitted === undefined) return '';
  const { extensions, tables } = omitted;
  const objects = standingAlone(omitted.objects);
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const names = objects.map(({ described }) => described);
  return `Left out: ${extensions.join(', ')} with ${counted(objects.length, 'object')}${
    objects.length > 0 ? ` (${listed(names, dependentLimit)})` : ''
  }${tables.length > 0 ? `, among them ${counted(tables.length, 'table')} with about ${counted(rows, 'row')}` : ''}.`;
}

function byName<Row extends { readonly name: string }>(rows: readonly Row[]): ReadonlyMap<string, Row> {
  return new Map(rows.map((row) => [row.name, row]));
}
