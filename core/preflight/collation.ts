import type { Session } from '../postgres/session.ts';
import type { Check } from './types.ts';
import { counted, listed, sentence } from './words.ts';

/**
 * Columns of pg_database that not every version has (datlocprovider and datcollversion from 15, daticulocale up to
 * 16, datlocale from 17) come through jsonb, where a column that is not there is null.
 */
const localeOfDatabase = `
  SELECT d.datcollate::text AS collate, d.datctype::text AS ctype,
         COALESCE(pg_catalog.to_jsonb(d) ->> 'datlocprovider', 'c') AS provider,
         COALESCE(pg_catalog.to_jsonb(d) ->> 'datlocale', pg_catalog.to_jsonb(d) ->> 'daticulocale', '') AS locale,
         d.oid::text AS oid
    FROM pg_catalog.pg_database d
   WHERE d.datname = pg_catalog.current_database()`;

const libraryVersion = 'SELECT pg_catalog.pg_database_collation_actual_version($1::oid) AS version';

/** 0 is no collation; C and POSIX compare bytes and are the same everywhere. The largest first. */
const collatedIndexes = `
  SELECT n.nspname || '.' || c.relname AS name
    FROM pg_catalog.pg_index i
    JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
   WHERE n.nspname = ANY ($1) AND c.relkind = 'i'
     AND EXISTS (SELECT 1
                   FROM pg_catalog.unnest(i.indcollation) AS k(oid)
                   JOIN pg_catalog.pg_collation l ON l.oid = k.oid
                  WHERE l.collname NOT IN ('C', 'POSIX'))
   ORDER BY c.relpages DESC, 1`;

/** The versions under which what is sorted on the source was sorted, where its library has another one by now. */
const staleVersions = `
  SELECT 'database' AS what, d.datcollversion AS recorded, pg_catalog.pg_database_collation_actual_version(d.oid) AS actual
    FROM pg_catalog.pg_database d
   WHERE d.datname = pg_catalog.current_database()
     AND d.datcollversion IS DISTINCT FROM pg_catalog.pg_database_collation_actual_version(d.oid)
     AND d.datcollversion IS NOT NULL
  UNION ALL
  SELECT 'collation ' || n.nspname || '.' || l.collname, l.collversion, pg_catalog.pg_collation_actual_version(l.oid)
    FROM pg_catalog.pg_collation l JOIN pg_catalog.pg_namespace n ON n.oid = l.collnamespace
   WHERE n.nspname = ANY ($1) AND l.collversion IS NOT NULL
     AND l.collversion IS DISTINCT FROM pg_catalog.pg_collation_actual_version(l.oid)
   ORDER BY 1 DESC`;

interface Locale {
  readonly collate: string;
  readonly ctype: string;
  readonly provider: string;
  readonly locale: string;
  /** Version of the library that sorts; empty where the server or the provider has none. */
  readonly version: string;
}

export const collationCheck: Check = {
  id: 'collation',
  title: 'Both ends sort text alike',
  severity: 'warning',
  asks: 'both',
  looksAt:
    'the locale, its provider and version on both ends, the version that the source was sorted by, and the indexes that follow it',
  async run(context) {
    const [sourceSession, targetSession] = await Promise.all([context.session('source'), context.session('target')]);
    const [source, target, inventory] = await Promise.all([
      readLocale(sourceSession),
      readLocale(targetSession),
      context.inventory('source'),
    ]);
    const schemas = inventory.schemas.map(({ name }) => name);
    const differences = compareLocales(source, target);
    const stale = await readStale(sourceSession, schemas);
    if (differences.length + stale.length === 0) {
      return { verdict: 'pass', detail: `Both ends: ${describeLocale(source)}.`, fix: '' };
    }
    const indexes = await sourceSession.query<{ name: string }>(collatedIndexes, [schemas]);
    const follow =
      indexes.length === 0
        ? 'No index on text follows it'
        : `${counted(indexes.length, 'index', 'indexes')} on text ${indexes.length === 1 ? 'follows' : 'follow'} it: ${listed(indexes.map(({ name }) => name))}`;
    const fixes = [
      ...(stale.length > 0
        ? [
            "The source's indexes may be out of order, so that a unique key has doubles that the target refuses: look for them with enable_indexscan and enable_bitmapscan off, REINDEX, then ALTER DATABASE … REFRESH COLLATION VERSION; on the source.",
          ]
        : []),
      ...(differences.length > 0
        ? [
            "Indexes are built anew on the target, so none is broken; but ORDER BY, upper() and ranges of text may give other results. Where that matters, create the target database with the source's locale and provider.",
          ]
        : []),
    ];
    return {
      verdict: 'fail',
      detail: `${sentence([...differences, ...stale].join('; '))} ${follow}.`,
      fix: fixes.join(' '),
    };
  },
};

/** Before 15 a database does not say what its text was sorted by. */
async function readStale(session: Session, schemas: readonly string[]): Promise<string[]> {
  if (session.serverVersion < 150_000) return [];
  const rows = await session.query<{ what: string; recorded: string; actual: string | null }>(staleVersions, [schemas]);
  return rows.map(
    ({ what, recorded, actual }) =>
      `the source's ${what} was sorted by version ${recorded} of its collation, and its system has ${actual ?? 'none'} by now`,
  );
}

async function readLocale(session: Session): Promise<Locale> {
  const [row] = await session.query<Locale & { oid: string } & Record<string, unknown>>(localeOfDatabase);
  if (!row) throw new Error('the current database is not in pg_database');
  if (session.serverVersion < 150_000) return { ...row, version: '' };
  const [actual] = await session.query<{ version: string | null }>(libraryVersion, [row.oid]);
  return { ...row, version: actual?.version ?? '' };
}

const providers: ReadonlyMap<string, string> = new Map([
  ['c', 'libc'],
  ['i', 'icu'],
  ['b', 'builtin'],
]);

/** Pure: what differs, in words; empty where text sorts alike. A version that one end does not know is no difference. */
export function compareLocales(source: Locale, target: Locale): readonly string[] {
  const differences: string[] = [];
  if (source.provider !== target.provider) {
    differences.push(
      `the locale provider is ${providerName(source)} on the source and ${providerName(target)} on the target`,
    );
  }
  if (localeName(source) !== localeName(target)) {
    differences.push(`the locale is ${localeName(source)} on the source and ${localeName(target)} on the target`);
  }
  if (source.ctype !== target.ctype) {
    differences.push(`LC_CTYPE is ${source.ctype} on the source and ${target.ctype} on the target`);
  }
  if (differences.length === 0 && source.version !== '' && target.version !== '' && source.version !== target.version) {
    differences.push(
      `the version of the collation is ${source.version} on the source and ${target.version} on the target`,
    );
  }
  return differences;
}

function providerName({ provider }: Locale): string {
  return providers.get(provider) ?? provider;
}

/** What the default collation sorts by: the provider's own locale, or LC_COLLATE under libc. */
function localeName({ provider, locale, collate }: Locale): string {
  return provider === 'c' || locale === '' ? collate : locale;
}

function describeLocale(locale: Locale): string {
  const version = locale.version === '' ? '' : `, version ${locale.version}`;
  return `${localeName(locale)} (${providerName(locale)}${version})`;
}
