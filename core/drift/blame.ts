import type { PairDifference } from './compare.ts';
import type { HistoryEntry, SchemaModel, TruthName } from './model.ts';

interface Changer {
  readonly truth: TruthName;
  readonly why: string;
}

/**
 * Of two that alone can speak of a thing, the one that seems to have moved: by the database's own list of migrations
 * where there is one, and because a snapshot stays as it is. Undefined where nothing tells. Pure.
 */
export function changerOf(
  pair: PairDifference & { readonly leftTruth: TruthName; readonly rightTruth: TruthName },
  models: readonly SchemaModel[],
): Changer | undefined {
  const sides = [pair.leftTruth, pair.rightTruth];
  const of = (truth: TruthName): SchemaModel | undefined =>
    sides.includes(truth) ? models.find((model) => model.truth === truth) : undefined;
  const other = (truth: TruthName): TruthName => sides.find((side) => side !== truth) ?? truth;
  const migrations = of('migrations');
  const database = of('source') ?? of('target');
  if (migrations !== undefined && database?.history !== undefined) {
    return byHistory(pair, migrations.history ?? [], database.history, database.truth);
  }
  if (of('snapshot') !== undefined) return { truth: other('snapshot'), why: 'the snapshot was saved before' };
  return undefined;
}

/** A file that is not applied, or is another one than was applied, and that names the thing, explains the difference. */
function byHistory(
  pair: PairDifference,
  files: readonly HistoryEntry[],
  applied: readonly HistoryEntry[],
  database: TruthName,
): Changer {
  const rows = new Map(applied.map((row) => [row.version, row]));
  const names = [pair.left, pair.right].flatMap((item) => item?.path ?? []).map((name) => name.toLowerCase());
  const own = names.at(-1);
  const mentions = (file: HistoryEntry): boolean =>
    own === undefined ||
    file.names === undefined ||
    file.names.some((name) => name.toLowerCase() === own) ||
    mentionsTable(file, names);
  for (const file of files) {
    const row = rows.get(file.version);
    if (row === undefined && mentions(file)) {
      return { truth: 'migrations', why: `${file.version}_${file.name} is not applied to the ${database}` };
    }
    const edited = row?.hash !== undefined && row.hash !== file.hash;
    if (edited && mentions(file)) {
      return { truth: 'migrations', why: `${file.version}_${file.name} was changed after it was applied` };
    }
  }
  const known = new Set(files.map(({ version }) => version));
  const foreign = applied.find(({ version }) => !known.has(version));
  if (foreign !== undefined) {
    return {
      truth: database,
      why: `it has had ${foreign.version}_${foreign.name} applied, which the folder does not have`,
    };
  }
  return { truth: database, why: 'every file that says so is applied: it was changed by hand' };
}

/** Names that the server makes up (`orders_total_check`) are in no file; the table is. */
function mentionsTable(file: HistoryEntry, names: readonly string[]): boolean {
  const [, table] = names;
  return names.length > 2 && table !== undefined && file.names?.includes(table) === true;
}
