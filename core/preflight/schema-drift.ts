import { comparePair, type PairDifference } from '../drift/compare.ts';
import { readDatabase } from '../drift/read/database.ts';
import { leftOutTables, tablesToCopy } from '../plan/data-steps.ts';
import { isManaged } from '../supabase/managed.ts';
import type { Check, CheckVerdict } from './types.ts';
import { counted, listed } from './words.ts';

/** What code that runs on the source would miss on the target. */
export const schemaDriftCheck: Check = {
  id: 'schema-drift',
  title: 'The migration folder makes the schema that the source has',
  severity: 'blocker',
  asks: 'both',
  looksAt: 'every object that the folder makes on a scratch server, beside the same of the source',
  concerns: ({ options }) => options.schema === 'migrations',
  limitMs: 180_000,
  async run(context): Promise<CheckVerdict> {
    const [folder, session, { whole, source }] = await Promise.all([
      context.folder(),
      context.session('source'),
      context.carried(),
    ]);
    if (folder === undefined) throw new Error('the folder was not read');
    const schemas = whole.schemas.map(({ name }) => name).filter((name) => !isManaged(name));
    const model = await readDatabase(session, { truth: 'source', label: 'source', schemas });
    const differences = comparePair(model, folder.model);
    const breaking = differences.filter(({ severity }) => severity === 'breaking');
    const tables = tablesToCopy(source, leftOutTables(source, context.config.options)).length;
    const files = counted(folder.files.length, 'migration');
    if (breaking.length > 0) {
      return {
        verdict: 'fail',
        detail: `${counted(breaking.length, 'breaking difference')} between the source and the schema of ${files}: ${listed(breaking.map(described), 8)}.`,
        fix: "Look at 'cutover drift', and bring the folder or the source up to the other. Or override with a reason: the target gets the folder's schema, and rows go where both have a place.",
      };
    }
    const rest =
      differences.length === 0
        ? 'no difference'
        : `${counted(differences.length, 'difference')}, none of them breaking`;
    return {
      verdict: 'pass',
      detail: `${files} make the schema: ${rest}; ${counted(tables, 'table')} of the source have their place in it.`,
      fix: '',
    };
  },
};

const words: Readonly<Record<PairDifference['change'], string>> = {
  'left-only': 'only on the source',
  'right-only': 'only in the folder',
  differs: 'not alike',
  renamed: 'renamed',
};

function described({ kind, name, change }: PairDifference): string {
  return `${kind} ${name} (${words[change]})`;
}
