import type { Session } from '../postgres/session.ts';
import { quoteLiteral } from '../postgres/identifiers.ts';
import { CutoverError } from '../errors.ts';
import { makesSchema } from './concerns.ts';
import type { Check } from './types.ts';
import { counted, listed } from './words.ts';

/**
 * Collations that columns, indexes and domains of the schemas (`$1`) sort by, and those that live in them. The default
 * one is the database's, which another check compares. Columns that differ by version come through jsonb. Those in use
 * are collected once: initdb makes some 800 collations, and looking at every column for each takes a minute.
 */
const collationsSql = `
  WITH used (oid) AS (
    SELECT DISTINCT a.attcollation
      FROM pg_catalog.pg_attribute a
      JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
      JOIN pg_catalog.pg_namespace s ON s.oid = c.relnamespace
     WHERE a.attcollation <> 0 AND NOT a.attisdropped AND s.nspname = ANY ($1)
    UNION
    SELECT t.typcollation
      FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace s ON s.oid = t.typnamespace
     WHERE t.typcollation <> 0 AND s.nspname = ANY ($1)
  )
  SELECT n.nspname::text AS schema, l.collname::text AS name, l.collprovider::text AS provider,
         COALESCE(l.collcollate::text, pg_catalog.to_jsonb(l) ->> 'colllocale', pg_catalog.to_jsonb(l) ->> 'colliculocale', '') AS locale,
         n.nspname = ANY ($1) AS made
    FROM pg_catalog.pg_collation l
    JOIN pg_catalog.pg_namespace n ON n.oid = l.collnamespace
   WHERE (l.oid IN (SELECT used.oid FROM used) OR n.nspname = ANY ($1))
     AND l.collprovider <> 'd' AND l.collname NOT IN ('C', 'POSIX', 'ucs_basic')
     AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                      WHERE d.classid = 'pg_catalog.pg_collation'::pg_catalog.regclass AND d.objid = l.oid AND d.deptype = 'e')
   ORDER BY 1, 2`;

/** Collations of the target, by schema and name. */
const presentSql = `
  SELECT n.nspname::text AS schema, l.collname::text AS name
    FROM pg_catalog.pg_collation l
    JOIN pg_catalog.pg_namespace n ON n.oid = l.collnamespace
   WHERE l.collname = ANY ($1)`;

interface Collation extends Record<string, unknown> {
  readonly schema: string;
  readonly name: string;
  readonly provider: string;
  readonly locale: string;
  /** True where the run makes it. */
  readonly made: boolean;
}

export const localesCheck: Check = {
  id: 'locales',
  title: 'Target has the collations of columns and indexes',
  severity: 'blocker',
  asks: 'both',
  looksAt: "collations that columns, indexes and domains name, and whether the target's system knows their locales",
  concerns: makesSchema,
  async run(context) {
    const { schemas } = await context.inventory('source');
    const [source, target] = await Promise.all([context.session('source'), context.session('target')]);
    const used = await source.query<Collation>(collationsSql, [schemas.map(({ name }) => name)]);
    if (used.length === 0) {
      return { verdict: 'pass', detail: "Every column sorts by the database's own collation, or by bytes.", fix: '' };
    }
    const present = new Set(
      (await target.query<{ schema: string; name: string }>(presentSql, [used.map(({ name }) => name)])).map(
        ({ schema, name }) => `${schema}.${name}`,
      ),
    );
    const missing = used.filter(({ made, schema, name }) => !made && !present.has(`${schema}.${name}`));
    const refused: Collation[] = [];
    for (const collation of used) if (collation.made && !(await canBeMade(target, collation))) refused.push(collation);
    const lacking = [...missing, ...refused];
    if (lacking.length === 0) {
      return {
        verdict: 'pass',
        detail: `${counted(used.length, 'collation')}: the target has them or can make them.`,
        fix: '',
      };
    }
    const names = lacking.map(({ schema, name, locale }) => `${schema}.${name} (locale ${locale || name})`);
    return {
      verdict: 'fail',
      detail: `The target has no ${listed(names)}.`,
      fix: "Install the locale on the target's machine (locale-gen, or a package of languages), then on the target as a superuser: SELECT pg_import_system_collations('pg_catalog'); or build the target with ICU where the collation is ICU's.",
    };
  },
};

/** Makes it in the session's temporary schema and takes that back: the system's word on a locale, and nothing stays. */
async function canBeMade(target: Session, { provider, locale }: Collation): Promise<boolean> {
  const by = provider === 'i' ? 'icu' : provider === 'b' ? 'builtin' : 'libc';
  await target.execute('BEGIN');
  try {
    await target.execute(`CREATE COLLATION pg_temp.cutover_probe (provider = ${by}, locale = ${quoteLiteral(locale)})`);
    return true;
  } catch (error) {
    // No right to a temporary schema says nothing about locales.
    if (error instanceof CutoverError && !target.broken && error.code !== 'rights.missing') return false;
    throw error;
  } finally {
    if (!target.broken) await target.execute('ROLLBACK');
  }
}
