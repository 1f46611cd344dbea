import { filledTable } from '../inventory/meet.ts';
import type { Inventory, Table } from '../inventory/types.ts';
import { copiedColumns, smallestWeight } from './data-steps.ts';
import type { RewrittenColumn, Step } from './types.ts';

const base = { kind: 'verify', phase: 'verify' } as const;

/** A table of less than this is compared in one piece, in bytes. */
const smallestSplit = 512 * 1024 ** 2;
/** About what one part of a larger one has, in bytes: some seconds of work, so that all jobs end together. */
const partBytes = 192 * 1024 ** 2;
const mostParts = 256;

/** Tables whose rows are compared together, because the target has them in one; mostly each by itself. */
export function comparedTogether(tables: readonly Table[]): (readonly [Table, ...Table[]])[] {
  const groups = Map.groupBy(tables, filledTable).values();
  return [...groups].flatMap(([first, ...rest]) => (first ? [[first, ...rest] as const] : []));
}

interface TableComparison {
  /** One, or several whose rows the target has in one: see {@link comparedTogether}. */
  readonly group: readonly [Table, ...Table[]];
  readonly mode: 'counts' | 'checksums';
  readonly jobs: number;
  /** Ids of the steps that bring its rows. */
  readonly needs: readonly string[];
  readonly rewrite?: readonly RewrittenColumn[] | undefined;
}

/**
 * Rows, and with `checksums` contents, of one table on both ends. The checksum is a sum over rows, so a large table is
 * summed up in parts, by as many jobs as are free, and the last step adds them up. Nothing waits for them, so they go
 * where jobs would be idle: beside other copies, and beside the table's own indexes.
 */
export function verifyTableSteps({ group, mode, jobs, needs, rewrite }: TableComparison): Step[] {
  const [table] = group;
  const together = group.map(({ schema, name }) => ({ schema, name }));
  // A column that one of them lacks cannot be read of all.
  const columns = copiedColumns(table).filter((name) =>
    group.every((each) => each.columns.some((column) => column.name === name)),
  );
  const common = {
    schema: table.schema,
    name: table.name,
    columns,
    mode,
    ...(table.where === undefined ? {} : { where: table.where }),
    ...(table.expressions || table.comparisons ? { expressions: { ...table.comparisons, ...table.expressions } } : {}),
    ...(table.into === undefined ? {} : { into: table.into }),
    ...(group.length > 1 ? { together } : {}),
    ...(rewrite === undefined ? {} : { rewrite }),
  };
  const about = {
    ...base,
    table: table.key,
    // A key that is attached locks readers out; of several tables in one transaction each side could hold the other's.
    holds: [{ table: filledTable(table), mode: 'shared' as const }],
  };
  const bytes = group.reduce((sum, each) => sum + each.bytes, 0);
  const weight = Math.max(Math.round(bytes / (mode === 'counts' ? 8 : 2)), smallestWeight);
  const id = `verify:${table.key}`;
  const label = `verify ${table.key}`;
  const ranges = jobs > 1 && group.length === 1 ? pageRanges(table) : [];
  if (ranges.length < 2) return [{ ...about, id, label, needs, weight, action: { type: 'verify-table', ...common } }];
  const parts = ranges.map(
    (pages, index): Step => ({
      ...about,
      id: `${id}:${pages.from}`,
      label: `${label} (${index + 1}/${ranges.length})`,
      needs,
      weight: Math.max(Math.round(weight / ranges.length), smallestWeight),
      action: { type: 'verify-part', ...common, pages },
    }),
  );
  const ids = parts.map((part) => part.id);
  const sum: Step = {
    ...about,
    id,
    label,
    needs: ids,
    weight: smallestWeight,
    action: { type: 'verify-table', ...common, parts: ids },
  };
  return [...parts, sum];
}

/** Ranges of pages that divide a large table; the last one is open, for pages that came since. */
function pageRanges({ bytes, pages, extension }: Table): { readonly from: number; readonly to: number | undefined }[] {
  if (bytes < smallestSplit || extension !== undefined) return [];
  const count = Math.min(Math.ceil(bytes / partBytes), mostParts, pages);
  const at = (part: number): number => Math.floor((pages * part) / count);
  return Array.from({ length: count }, (_, part) => ({
    from: at(part),
    to: part === count - 1 ? undefined : at(part + 1),
  }));
}

/** Every large object of the source against the target's. */
export function verifyLargeObjectsStep(mode: 'counts' | 'checksums', bytes: number, needs: readonly string[]): Step {
  return {
    ...base,
    id: 'verify-large-objects',
    label: 'verify large objects',
    needs,
    weight: Math.max(Math.round(bytes / (mode === 'counts' ? 8 : 2)), smallestWeight),
    action: { type: 'verify-large-objects', mode },
  };
}

/** A comparison of the databases as a whole: the schema's objects, the sequences, the source's quiet. */
export function verifyWholeStep(
  type:
    | 'verify-schema'
    | 'verify-plans'
    | 'verify-foreign-keys'
    | 'verify-sequences'
    | 'verify-users'
    | 'verify-stack-users'
    | 'verify-source',
  needs: readonly string[],
): Step {
  return { ...base, id: type, label: type.replaceAll('-', ' '), needs, weight: smallestWeight, action: { type } };
}

/** The look at foreign keys, behind the comparison of the tables; none where the source has no such key. */
export function verifyForeignKeysSteps(
  { constraints }: Pick<Inventory, 'constraints'>,
  tables: readonly Step[],
  needs: readonly string[],
): Step[] {
  if (!constraints.some(({ kind }) => kind === 'foreign-key')) return [];
  const compared = tables.filter(({ action }) => action.type === 'verify-table').map((step) => step.id);
  return [verifyWholeStep('verify-foreign-keys', [...needs, ...compared])];
}

/** The look at the users, behind the comparison of auth's tables; none where their rows are not moved. */
export function verifyUsersSteps(tables: readonly Step[], needs: readonly string[]): Step[] {
  const ofAuth = tables.filter(({ table, action }) => action.type === 'verify-table' && table?.startsWith('auth.'));
  if (!ofAuth.some(({ table }) => table === 'auth.users')) return [];
  return [verifyWholeStep('verify-users', [...needs, ...ofAuth.map((step) => step.id)])];
}
