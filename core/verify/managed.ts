import { carriedObjects } from '../plan/managed-steps.ts';
import type { Inventory } from '../inventory/types.ts';
import type { Session } from '../postgres/session.ts';
import { realtimePublication } from '../supabase/carried-source.ts';
import { countMended } from '../supabase/mended.ts';
import { readManagedObjects } from '../supabase/objects.ts';
import type { Scope } from '../supabase/scope.ts';
import { normalizeDefinition } from './normalize.ts';
import { summaryName, type VerifyItem } from './types.ts';

const presentSql = `
  SELECT n.nspname || '.' || c.relname AS key, n.nspname AS schema
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_'`;

const publishedSql = `
  SELECT t.schemaname || '.' || t.tablename AS key FROM pg_catalog.pg_publication_tables t
  WHERE t.pubname = $1 AND t.schemaname = ANY ($2) ORDER BY 1`;

/**
 * What the comparison of schemas does not see: the project's objects on tables of the target's services, the tables in
 * a publication that is the target's own, and the values that were changed on their way. Throws CutoverError.
 */
export async function compareManaged(
  ends: { readonly source: Session; readonly target: Session },
  inventory: Inventory,
  scope: Scope,
): Promise<VerifyItem[]> {
  if (scope.auth === undefined) return [];
  const present = await ends.target.query<{ key: string; schema: string }>(presentSql);
  const facts = { source: await readManagedObjects(ends.source), target: await readManagedObjects(ends.target) };
  const shape = {
    tables: present.map(({ key }) => ({ key })),
    schemas: [...new Set(present.map(({ schema }) => schema))].map((name) => ({ name })),
  };
  // Grants that the target has already are compared like all others.
  const { carried } = carriedObjects({ ...facts, target: [] }, shape, scope);
  const items = compareObjects(carried, new Map(facts.target.map((object) => [keyOf(object), object])));
  if (scope.target === 'supabase') items.push(...(await comparePublished(ends, inventory)));
  for (const table of inventory.tables.filter(({ expressions }) => expressions !== undefined)) {
    for (const { column, rows, meaning } of await countMended(ends.source, table)) {
      items.push({ kind: 'mended', name: column, verdict: 'note', detail: `${meaning} in ${rows} rows` });
    }
  }
  return items;
}

interface Compared {
  readonly kind: string;
  readonly name: string;
  readonly create: readonly string[];
}

function keyOf({ kind, name }: Compared): string {
  return `${kind} ${name}`;
}

function compareObjects(source: readonly Compared[], target: ReadonlyMap<string, Compared>): VerifyItem[] {
  if (source.length === 0) return [];
  const differences = source.flatMap((object): VerifyItem[] => {
    const other = target.get(keyOf(object));
    if (other === undefined) {
      return [{ kind: object.kind, name: object.name, verdict: 'missing', detail: 'on the source, not on the target' }];
    }
    if (text(object) === text(other)) return [];
    const detail = `source: ${object.create.join('; ')} | target: ${other.create.join('; ')}`;
    return [{ kind: object.kind, name: object.name, verdict: 'differs', detail: detail.slice(0, 500) }];
  });
  const wrong = differences.length;
  return [
    {
      kind: 'service-objects',
      name: summaryName('service-objects'),
      verdict: wrong === 0 ? 'match' : 'differs',
      detail: `${source.length} compared, ${wrong === 0 ? 'all equal' : `${wrong} different`}`,
    },
    ...differences,
  ];
}

function text({ create }: Compared): string {
  return create.map((statement) => normalizeDefinition(statement)).join(';');
}

async function comparePublished(
  { source, target }: { readonly source: Session; readonly target: Session },
  inventory: Inventory,
): Promise<VerifyItem[]> {
  const values = [realtimePublication, inventory.schemas.map(({ name }) => name)];
  const wanted = (await source.query<{ key: string }>(publishedSql, values)).map(({ key }) => key);
  const found = new Set((await target.query<{ key: string }>(publishedSql, values)).map(({ key }) => key));
  const missing = wanted.filter((key) => !found.has(key));
  if (wanted.length === 0) return [];
  return [
    {
      kind: 'publication-tables',
      name: realtimePublication,
      verdict: missing.length === 0 ? 'match' : 'missing',
      detail: missing.length === 0 ? `${wanted.length} tables, all of them in it` : `not in it: ${missing.join(', ')}`,
    },
  ];
}
