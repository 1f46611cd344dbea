import type { RunOptions } from '../config.ts';
import { CutoverError } from '../errors.ts';
import { projectSchemaCondition } from '../inventory/catalog.ts';
import type { InventoryOptions } from '../inventory/inventory.ts';
import { grouped } from '../numbers.ts';
import type { Session } from '../postgres/session.ts';
import { type AuthMode, dispositionOf, isManaged, managedSchemas, type TargetKind } from './managed.ts';

/** What a run moves, as settled from the two ends and the operator's choices. Serialisable: the ledger keeps it. */
export interface Scope {
  /** Undefined where the source is not Supabase: a plain PostgreSQL migration. */
  readonly auth: AuthMode | undefined;
  readonly target: TargetKind;
  readonly carrySessions: boolean;
  /** Schemas that go whole; all of the project's own where it is left out. */
  readonly schemas?: readonly string[];
  /** True where the operator chose the schemas. */
  readonly chosen: boolean;
  /** Schemas of which rows go into tables that the target has. */
  readonly rowSchemas: readonly string[];
  /** Extensions that are left out, with all that hangs on them. */
  readonly withoutExtensions?: readonly string[];
  /** Set where the schema is not the source's: a migration folder's, or the one that the target has. */
  readonly schema?: 'migrations' | 'existing';
  /** Whether `auth` is made with the functions alone. */
  readonly shim: boolean;
  /** Schemas of the source that are not moved. */
  readonly leftOut: readonly { readonly schema: string; readonly reason: string }[];
}

/** What an end says of itself. */
export interface EndFacts {
  /** Whether auth.users and auth.schema_migrations are there, as Supabase Auth makes them. */
  readonly goTrue: boolean;
  /** Whether a service that can log in owns them, so that they are in use and no copy of an earlier migration. */
  readonly serviceOwned: boolean;
  readonly schemas: readonly { readonly name: string; readonly tables: number; readonly rows: number }[];
}

/** An empty database. */
export const nothingThere: EndFacts = { goTrue: false, serviceOwned: false, schemas: [] };

const factsSql = `
  SELECT n.nspname AS name, coalesce(t.tables, 0)::int AS tables, coalesce(t.rows, 0)::float8 AS rows
  FROM pg_catalog.pg_namespace n
  LEFT JOIN LATERAL (
    SELECT count(*) AS tables, sum(greatest(c.reltuples, 0)) AS rows FROM pg_catalog.pg_class c
    WHERE c.relnamespace = n.oid AND c.relkind IN ('r', 'p')
  ) t ON true
  WHERE ${projectSchemaCondition}
    AND (n.nspname = ANY ($1) OR NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
      WHERE d.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND d.objid = n.oid AND d.deptype = 'e'))
  ORDER BY n.nspname`;

/** A copy that an earlier run made on plain PostgreSQL belongs to a role without LOGIN, or to the one that made it. */
const goTrueSql = `
  SELECT coalesce(bool_or(r.rolcanlogin AND r.rolname <> CURRENT_USER), false) AS owned
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_roles r ON r.oid = c.relowner
  WHERE n.nspname = 'auth' AND c.relname = 'users' AND c.relkind = 'r'
    AND 3 = (SELECT count(*) FROM pg_catalog.pg_attribute a
             WHERE a.attrelid = c.oid AND a.attname IN ('instance_id', 'encrypted_password', 'raw_app_meta_data'))
  HAVING count(*) > 0`;

/** Reads what an end has of Supabase. Throws CutoverError. */
export async function readEndFacts(session: Session): Promise<EndFacts> {
  const [goTrue] = await session.query<{ owned: boolean }>(goTrueSql);
  const schemas = await session.query<{ name: string; tables: number; rows: number }>(factsSql, [managedSchemas]);
  return { goTrue: goTrue !== undefined, serviceOwned: goTrue?.owned === true, schemas };
}

type Choices = Pick<RunOptions, 'auth' | 'schemas'> & Partial<Pick<RunOptions, 'withoutExtensions' | 'schema'>>;

/** What there is no way to do with these two ends, in the operator's words; undefined where there is none. Pure. */
export function contradiction(
  source: EndFacts,
  target: EndFacts,
  { auth, schemas }: Choices,
): { readonly detail: string; readonly fix: string } | undefined {
  if (!source.goTrue) {
    const clash = source.schemas.map(({ name }) => name).filter((name) => isManaged(name));
    const moved = clash.filter((name) => schemas?.includes(name) ?? true);
    if (target.serviceOwned && moved.length > 0) {
      return {
        detail: `the source is no Supabase project, and the target's platform has schemas of the names ${moved.join(', ')}`,
        fix: 'Rename these schemas on the source, or choose the others with --schemas: the platform would not survive it.',
      };
    }
    if (auth !== 'supabase' && auth !== 'stack') return undefined;
    return {
      detail: `--auth ${auth} moves users of Supabase Auth, and the source has no schema of it`,
      fix: 'Leave --auth out: the source is moved as the plain PostgreSQL database that it is.',
    };
  }
  if (auth === 'supabase' && !target.goTrue) {
    return {
      detail: 'the target has no schema of Supabase Auth to copy users into',
      fix: 'Start the Auth service on the target once, so that it makes its schema; or choose --auth plain.',
    };
  }
  if (auth === 'plain' && target.serviceOwned) {
    return {
      detail: 'the target’s schema auth belongs to its own Auth service, and cannot be replaced by ordinary tables',
      fix: 'Choose --auth supabase, or a target without Supabase.',
    };
  }
  return undefined;
}

/** Settles what is moved, and where the users go where the operator did not say. Pure. Throws `config.invalid`. */
export function settleScope(
  source: EndFacts,
  target: EndFacts,
  choices: {
    readonly options: Choices;
    readonly carrySessions: boolean;
    /** True where the steps of Storage make its rows, each before its file. */
    readonly files?: boolean;
  },
): Scope {
  const { options, carrySessions } = choices;
  const problem = contradiction(source, target, options);
  if (problem) throw new CutoverError('config.invalid', problem.detail, { hint: problem.fix });
  const kind: TargetKind = target.serviceOwned || (options.auth === 'supabase' && target.goTrue) ? 'supabase' : 'plain';
  const chosen = options.schemas !== undefined;
  const { withoutExtensions: without } = options;
  const existing = options.schema === 'existing';
  const base = {
    target: kind,
    carrySessions,
    chosen,
    ...(without?.length ? { withoutExtensions: without } : {}),
    ...(options.schema === undefined || options.schema === 'dump' ? {} : { schema: options.schema }),
  };
  if (!source.goTrue) {
    const named = options.schemas === undefined ? {} : { schemas: options.schemas };
    return { ...base, auth: undefined, ...named, rowSchemas: [], shim: false, leftOut: [] };
  }
  const auth = options.auth ?? (kind === 'supabase' ? 'supabase' : 'plain');
  const asked = new Set(options.schemas);
  const whole: string[] = [];
  const rowSchemas: string[] = [];
  const leftOut: { schema: string; reason: string }[] = [];
  let shim = false;
  for (const { name, tables, rows } of source.schemas) {
    if (chosen && !asked.has(name)) continue;
    if (name === 'storage' && kind === 'supabase' && choices.files === true) continue;
    const disposition = dispositionOf(name, auth, kind);
    // On plain PostgreSQL nothing stands against a schema that was asked for by name.
    const byName = chosen && kind === 'plain' && disposition?.fate === 'left-out';
    if (disposition === undefined || disposition.fate === 'whole' || byName) whole.push(name);
    else if (disposition.fate === 'rows') rowSchemas.push(name);
    else {
      shim ||= disposition.fate === 'shim';
      leftOut.push({ schema: name, reason: `${disposition.reason} (${sizeOf(tables, rows)})` });
    }
  }
  // Policies call auth.uid() whatever schemas were chosen.
  const free = kind === 'plain' && !target.schemas.some(({ name }) => name === 'auth');
  shim ||= chosen && !asked.has('auth') && free;
  return { ...base, auth, schemas: whole, rowSchemas, shim: shim && !existing, leftOut };
}

function sizeOf(tables: number, rows: number): string {
  return `${tables} ${tables === 1 ? 'table' : 'tables'}, about ${grouped(rows)} rows`;
}

/** Reads both ends and settles the scope. Throws CutoverError. */
export async function resolveScope(
  source: Session,
  target: Session,
  choices: Parameters<typeof settleScope>[2],
): Promise<Scope> {
  return settleScope(await readEndFacts(source), await readEndFacts(target), choices);
}

/** What of a source is read for a scope. */
export function sourceSelection(scope: Scope): InventoryOptions {
  return {
    ...(scope.schemas === undefined ? {} : { schemas: scope.schemas }),
    rowSchemas: scope.rowSchemas,
    withoutExtensions: scope.withoutExtensions,
    extensionTables: {
      ...(scope.chosen && scope.schemas !== undefined ? { only: scope.schemas } : {}),
      except: scope.auth === undefined ? [] : managedSchemas.filter((schema) => !scope.schemas?.includes(schema)),
    },
  };
}

/** True for a schema of Supabase's whose tables the run neither makes nor finds on the target with rows in them. */
export function isAbsent(schema: string, scope: Scope): boolean {
  if (scope.auth === undefined || !isManaged(schema)) return false;
  if (scope.schemas?.includes(schema) || scope.rowSchemas.includes(schema)) return false;
  return scope.target === 'plain' || (schema === 'auth' && scope.leftOut.some((each) => each.schema === 'auth'));
}
