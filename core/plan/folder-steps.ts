import type { Inventory, Sequence } from '../inventory/types.ts';
import { createHistorySql } from '../migrations/history.ts';
import type { AppliedFile, Seed } from '../migrations/folder-schema.ts';
import { quoteIdentifier, quoteLiteral, quoteQualified } from '../postgres/identifiers.ts';
import { smallestWeight } from './data-steps.ts';
import { objectWeight } from './schema-steps.ts';
import type { Step } from './types.ts';

/** Where a project's history of migrations is kept. */
export const historySchema = 'supabase_migrations';

/** Rows that the folder's files put into tables which the source has not, by the table's key. Pure. */
export function seedSteps(
  seeds: readonly Seed[],
  layout: Inventory,
  filled: ReadonlySet<string>,
  needs: readonly string[],
): ReadonlyMap<string, readonly Step[]> {
  const tables = new Map(layout.tables.map((table) => [table.key, table]));
  return new Map(
    seeds.flatMap(({ table: key, rows, json }): (readonly [string, readonly Step[]])[] => {
      const table = tables.get(key);
      if (table === undefined || filled.has(key)) return [];
      const name = quoteQualified(table.schema, table.name);
      const columns = table.columns
        .filter(({ generated }) => generated === 'no')
        .map((column) => quoteIdentifier(column.name))
        .join(', ');
      const step: Step = {
        id: `seed:${key}`,
        kind: 'post',
        phase: 'copy',
        label: `${rows} rows of the migrations into ${key}`,
        table: key,
        needs,
        weight: Math.max(json.length, smallestWeight),
        holds: [{ table: key, mode: 'exclusive' }],
        action: {
          type: 'sql',
          statements: [
            `INSERT INTO ${name} (${columns}) OVERRIDING SYSTEM VALUE
             SELECT ${columns} FROM pg_catalog.json_populate_recordset(NULL::${name}, ${quoteLiteral(json)})`,
            ...countersOf(key, layout.sequences).map(
              ({ schema, name: sequence, ownedBy }) =>
                `SELECT pg_catalog.setval(${quoteLiteral(quoteQualified(schema, sequence))}::pg_catalog.regclass,
                   pg_catalog.max(${quoteIdentifier(ownedBy?.column ?? '')})::pg_catalog.int8) FROM ${name}`,
            ),
          ],
        },
      };
      return [[key, [step]]];
    }),
  );
}

function countersOf(table: string, sequences: readonly Sequence[]): readonly Sequence[] {
  return sequences.filter(({ ownedBy }) => ownedBy?.table === table);
}

/** The folder's files are what the target has had applied: the next `db push` or `migrations apply` begins behind them. */
export function historyStep(files: readonly AppliedFile[], needs: readonly string[]): Step {
  const rows = files.map(({ version, description, statements }) => {
    const list = statements.map(quoteLiteral).join(', ');
    return `(${quoteLiteral(version)}, ${quoteLiteral(description)}, ARRAY[${list}]::pg_catalog.text[])`;
  });
  const changes = files.map(
    ({ version, description, hash }) =>
      `(${quoteLiteral(version)}, ${quoteLiteral(`${version}_${description}`)}, ${quoteLiteral(hash)}, 'applied', now(), now())`,
  );
  return {
    id: `schema:${historySchema}:history`,
    kind: 'schema',
    phase: 'finish',
    label: `history of ${files.length} migrations`,
    needs,
    weight: objectWeight,
    action: {
      type: 'sql',
      statements: [
        createHistorySql,
        `INSERT INTO supabase_migrations.schema_migrations (version, name, statements) VALUES ${rows.join(',\n')}`,
        `INSERT INTO supabase_migrations.cutover_changes (version, name, hash, state, started_at, finished_at)
         VALUES ${changes.join(',\n')}`,
      ],
    },
    undo: [`DROP SCHEMA IF EXISTS ${quoteIdentifier(historySchema)} CASCADE`],
  };
}
