import { quoteIdentifier } from '../../postgres/identifiers.ts';
import type { DriftKind, Item } from '../model.ts';
import { commentSql, dotted, lastName, tableOf } from './create.ts';

/** The statements that remove an item; nothing is ever removed in cascade. */
export function dropSql(item: Item): string[] {
  if (item.undo !== undefined) return [item.undo];
  switch (item.kind) {
    case 'schema':
      return [`DROP SCHEMA ${lastName(item)}`];
    case 'extension':
      return [`DROP EXTENSION ${lastName(item)}`];
    case 'enum':
    case 'type':
      return [`DROP TYPE ${tableOf(item)}`];
    case 'domain':
      return [`DROP DOMAIN ${tableOf(item)}`];
    case 'sequence':
      return [`DROP SEQUENCE IF EXISTS ${tableOf(item)}`];
    case 'function':
      return [`DROP ROUTINE ${tableOf(item)}(${item.path[2] ?? ''})`];
    case 'table':
      return [`DROP ${item.facts['kind'] === 'foreign' ? 'FOREIGN TABLE' : 'TABLE'} ${tableOf(item)}`];
    case 'column':
      return [`ALTER TABLE ${tableOf(item)} DROP COLUMN ${lastName(item)}`];
    case 'primary-key':
      return [`ALTER TABLE ${tableOf(item)} DROP CONSTRAINT ${quoteIdentifier(item.facts['name'] ?? '')}`];
    case 'unique':
      return item.facts['as'] === 'index' ? [dropIndex(item)] : [dropConstraint(item)];
    case 'check':
    case 'exclusion':
    case 'foreign-key':
      return [dropConstraint(item)];
    case 'index':
      return [dropIndex(item)];
    case 'view':
      return [`DROP ${item.facts['kind'] === 'materialized view' ? 'MATERIALIZED VIEW' : 'VIEW'} ${tableOf(item)}`];
    case 'rule':
    case 'trigger':
    case 'policy':
      return [`DROP ${item.kind.toUpperCase()} ${lastName(item)} ON ${tableOf(item)}`];
    case 'comment':
      return [commentSql(item, '')];
    case 'grant':
    case 'default-privileges':
      return [];
  }
}

function dropConstraint(item: Item): string {
  return `ALTER TABLE ${tableOf(item)} DROP CONSTRAINT ${lastName(item)}`;
}

/** An index lives in the schema of its table. */
function dropIndex(item: Item): string {
  return `DROP INDEX ${dotted(`${item.path[0] ?? ''}.${item.path[2] ?? ''}`)}`;
}

/** What is lost with an item, for those that hold rows or values; what can be written again is no loss. */
export function lossOf(kind: DriftKind): string | undefined {
  const losses: Readonly<Partial<Record<DriftKind, string>>> = {
    schema: 'everything in the schema would have to go first',
    extension: 'what the extension made goes with it',
    enum: 'columns of this type would have to go first',
    domain: 'columns of this type would have to go first',
    type: 'columns of this type would have to go first',
    sequence: 'the number that it has come to is lost',
    table: 'its rows are lost',
    column: 'its values are lost',
  };
  return losses[kind];
}
