import { quoteLiteral, quoteQualified } from '../postgres/identifiers.ts';
import { pinnedSettings, type TableChecksum } from '../verify/checksum.ts';
import { comparedRows } from '../verify/compared.ts';
import type { SequenceChange } from './sequences.ts';
import type { ReconciledTable } from './tables.ts';

/** A table that the script changes, with what it comes to before and after. */
export interface TouchedTable {
  readonly table: ReconciledTable;
  readonly before: TableChecksum;
  /** Undefined where it cannot be known: a row refers to somebody whom the source does not have. */
  readonly after: TableChecksum | undefined;
}

/** What the script is about; comes to stand in its first lines. */
export interface ScriptFacts {
  readonly runId: string;
  readonly source: string;
  readonly target: string;
  /** ISO time of the target's snapshot. */
  readonly takenAt: string;
}

/** The end of a script that is to be read before it is used. */
export type ScriptEnd = 'COMMIT' | 'ROLLBACK';

const settings: Readonly<Record<string, string>> = {
  client_encoding: 'UTF8',
  statement_timeout: '0',
  lock_timeout: '30s',
  row_security: 'off',
  standard_conforming_strings: 'on',
  ...pinnedSettings,
};

/**
 * What stands in front of the changes: one transaction, the settings that values were written in, triggers off where
 * the role may switch them off, a lock on each table, and a look at each: the script refuses a source that is not as it
 * was compared. Pure.
 */
export function scriptHead(facts: ScriptFacts, touched: readonly TouchedTable[], notes: readonly string[]): string {
  const lines = [
    `What was written to ${facts.target} since run ${facts.runId}, as of ${facts.takenAt}, for ${facts.source}.`,
    'To be applied by hand, with nothing else writing there: psql -X -f FILE "URL OF THE OLD SOURCE"',
    'One transaction. It changes nothing where a table is not as it was when it was compared, or does not come to what',
    'the target has.',
    ...notes,
  ];
  const locks = touched.map(({ table: { compared } }) => `ONLY ${quoteQualified(compared.schema, compared.name)}`);
  return [
    ...lines.map((line) => `-- ${line.replaceAll(/[\r\n]+/g, ' ')}`),
    '',
    'BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;',
    ...Object.entries(settings).map(([name, value]) => `SET LOCAL ${name} = ${quoteLiteral(value)};`),
    block(`BEGIN
  PERFORM pg_catalog.set_config('session_replication_role', 'replica', true);
EXCEPTION WHEN insufficient_privilege THEN
  RAISE WARNING 'this role may not switch triggers off: they fire, and the script stops where one changes a row';
END`),
    ...(locks.length === 0 ? [] : [`LOCK TABLE ${locks.join(', ')} IN SHARE ROW EXCLUSIVE MODE;`]),
    ...touched.map(({ table, before }) =>
      check(
        table,
        before,
        `${table.key} is not as it was when it was compared: nothing is changed`,
        'Run cutover reconcile again.',
      ),
    ),
    '',
  ].join('\n');
}

/** What stands behind the changes: whether each table has come to what the target has, and the sequences. Pure. */
export function scriptTail(
  touched: readonly TouchedTable[],
  sequences: readonly SequenceChange[],
  end: ScriptEnd,
): string {
  return [
    'SET CONSTRAINTS ALL IMMEDIATE;',
    ...touched.flatMap(({ table, after }) =>
      after === undefined
        ? []
        : [
            check(
              table,
              after,
              `${table.key} has not come to what the target has: nothing is changed`,
              'A trigger may have changed rows: apply the script as a role that may set session_replication_role.',
            ),
          ],
    ),
    // No transaction takes a sequence back: they come last.
    ...sequences.map(({ schema, name, target }) => {
      const sequence = quoteLiteral(quoteQualified(schema, name));
      return `SELECT pg_catalog.setval(${sequence}::pg_catalog.regclass, ${target.lastValue}, ${target.isCalled});`;
    }),
    `${end};`,
    '',
  ].join('\n');
}

function check(
  { compared }: ReconciledTable,
  { rows, checksum }: TableChecksum,
  message: string,
  hint: string,
): string {
  const { hash, from, where } = comparedRows(compared, 'source');
  return block(`BEGIN
  IF (SELECT pg_catalog.count(*)::text || ' ' || coalesce(pg_catalog.sum(${hash(compared.columns)}), 0)::text
      FROM ${from}${where()}) <> ${quoteLiteral(`${rows} ${checksum}`)} THEN
    RAISE EXCEPTION USING MESSAGE = ${quoteLiteral(message)}, HINT = ${quoteLiteral(hint)};
  END IF;
END`);
}

/** A DO block in quotes that its body does not end. */
function block(body: string): string {
  let tag = 'cutover';
  while (body.includes(`$${tag}$`)) tag += '_';
  return `DO $${tag}$ ${body} $${tag}$;`;
}

/** A comment line in front of a table's statements. Pure. */
export function tableComment({ key }: ReconciledTable, what: string): string {
  return `\n-- ${what} ${key.replaceAll(/[\r\n]+/g, ' ')}\n`;
}
