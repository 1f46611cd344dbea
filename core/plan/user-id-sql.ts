import { quoteIdentifier } from '../postgres/identifiers.ts';
import type { RewrittenColumn } from './types.ts';

/** What a text must look like to be taken for a user's id. */
const idPattern = `'^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$'`;

/** True for a value that holds an id that no user has; of a table on the source, under the name `t`. */
export function unmappedIdSql({ name, form }: Pick<RewrittenColumn, 'name' | 'form'>): string {
  const value = `t.${quoteIdentifier(name)}`;
  const absent = (id: string): string => `NOT EXISTS (SELECT FROM auth.users u WHERE u.id = ${id})`;
  if (form === 'uuid') return `${value} IS NOT NULL AND ${absent(value)}`;
  // Only what has the form of an id is cast to one.
  const id = `CASE WHEN ${value} ~ ${idPattern} THEN ${value}::uuid END`;
  return `${value} ~ ${idPattern} AND ${absent(id)}`;
}

/** The value, or NULL in the place of an id that no user has. */
export function carriedIdSql(column: RewrittenColumn): string {
  return `CASE WHEN ${unmappedIdSql(column)} THEN NULL ELSE t.${quoteIdentifier(column.name)} END`;
}

/** The value of the source as it is compared: in a text, letters of an id are small as the server writes them. */
export function comparedSourceSql(column: RewrittenColumn): string {
  const value = `t.${quoteIdentifier(column.name)}`;
  const plain =
    column.form === 'uuid'
      ? value
      : `CASE WHEN ${value} ~ ${idPattern} THEN pg_catalog.lower(${value}) ELSE ${value} END`;
  return column.unmapped === 'null' ? `CASE WHEN ${unmappedIdSql(column)} THEN NULL ELSE ${plain} END` : plain;
}

function valueOnTarget({ name, converted }: Pick<RewrittenColumn, 'name' | 'converted'>): string {
  return `t.${quoteIdentifier(name)}${converted === true ? '::text' : ''}`;
}

/**
 * The target's value as the source should have it: the user's old id, or the value itself where no user of the run has
 * it; `unknown` is true for an id of somebody else.
 */
export function returnedTargetSql(
  column: Pick<RewrittenColumn, 'name' | 'form' | 'converted'>,
  position: number,
): { readonly value: string; readonly join: string; readonly unknown: string } {
  const value = valueOnTarget(column);
  const user = `m${position}`;
  const isUuid = column.form === 'uuid' && column.converted !== true;
  const old = isUuid ? `${user}.supabase_user_id` : `${user}.supabase_user_id::text`;
  const known = `${user}.stack_user_id IS NOT NULL`;
  return {
    value: `CASE WHEN ${known} THEN ${old} ELSE ${value} END`,
    join: `LEFT JOIN cutover.user_mapping ${user} ON ${user}.stack_user_id${isUuid ? '' : '::text'} = ${value}`,
    unknown: `NOT (${known}) AND ${isUuid ? `${value} IS NOT NULL` : `coalesce(${value} ~ ${idPattern}, false)`}`,
  };
}

/** The target's value mapped back, and the join that it needs; an id that is in no mapping becomes NULL, and differs. */
export function comparedTargetSql(
  column: RewrittenColumn,
  position: number,
): { readonly value: string; readonly join: string } {
  const value = valueOnTarget(column);
  const user = `m${position}`;
  if (column.form === 'uuid') {
    const id = `${user}.stack_user_id${column.converted === true ? '::text' : ''}`;
    return {
      value: `${user}.supabase_user_id`,
      join: `LEFT JOIN cutover.user_mapping ${user} ON ${id} = ${value}`,
    };
  }
  return {
    value: `CASE WHEN ${user}.stack_user_id IS NOT NULL THEN ${user}.supabase_user_id::text WHEN ${value} ~ ${idPattern} THEN NULL ELSE ${value} END`,
    join: `LEFT JOIN cutover.user_mapping ${user} ON ${user}.stack_user_id::text = ${value}`,
  };
}
