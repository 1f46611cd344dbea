import type { WriteStream } from 'node:fs';
import { join } from 'node:path';
import { type TableText, writeWhole } from './files.ts';
import { type ScriptEnd, type ScriptFacts, scriptHead, scriptTail, tableComment, type TouchedTable } from './script.ts';
import type { SequenceChange } from './sequences.ts';
import type { NotCompared } from './tables.ts';

/** Whether the source's table still is the snapshot that the run moved. */
export interface SourceProof {
  readonly unchanged: boolean;
  /** How that is known, or why it is not. */
  readonly detail: string;
}

export interface ChangedTable extends TouchedTable {
  readonly text: TableText;
  readonly proof: SourceProof;
}

export interface Export {
  readonly facts: ScriptFacts;
  /** In any order. */
  readonly tables: readonly ChangedTable[];
  readonly sequences: readonly SequenceChange[];
  readonly notCompared: readonly NotCompared[];
}

/** Paths of what was written; undefined where there was nothing to write into it. */
export interface ExportedFiles {
  readonly json: string;
  readonly sql: string | undefined;
  /** Of tables that the source has changed itself since the run. */
  readonly unproven: string | undefined;
}

/**
 * Writes the export into its folder: `reconcile.sql`, `reconcile-unproven.sql`, `reconcile.ndjson` with one change a
 * line, and `reconcile.json` with what they come to. Statements come in an order that foreign keys allow: what goes,
 * children first; then what comes, parents first. Throws `step.failed`.
 */
export async function writeExport(
  folder: string,
  { facts, tables, sequences, notCompared }: Export,
): Promise<ExportedFiles> {
  const json = join(folder, 'reconcile.json');
  const proven = tables.filter(({ proof }) => proof.unchanged);
  const unproven = tables.filter(({ proof }) => !proof.unchanged);
  await writeWhole(json, async (output) => {
    const head = {
      ...facts,
      tables: tables.map(({ table, text, before, after, proof }) => ({
        table: table.key,
        ...text.counts,
        source: before,
        target: after ?? null,
        sourceUnchanged: proof.unchanged,
        proof: proof.detail,
      })),
      sequences,
      notCompared,
    };
    output.write(`${JSON.stringify(head, undefined, 2)}\n`);
  });
  await writeWhole(join(folder, 'reconcile.ndjson'), async (output) => {
    for (const { text } of parentsFirst(tables)) await text.jsonTo(output);
  });
  const script = async (name: string, some: readonly ChangedTable[], end: ScriptEnd): Promise<string> => {
    const path = join(folder, name);
    await writeWhole(path, async (output) => await writeScript(output, { facts, tables: some, end, sequences }));
    return path;
  };
  const sql = proven.length + sequences.length > 0 ? await script('reconcile.sql', proven, 'COMMIT') : undefined;
  return {
    json,
    sql,
    unproven: unproven.length > 0 ? await script('reconcile-unproven.sql', unproven, 'ROLLBACK') : undefined,
  };
}

async function writeScript(
  output: WriteStream,
  script: {
    readonly facts: ScriptFacts;
    readonly tables: readonly ChangedTable[];
    readonly end: ScriptEnd;
    readonly sequences: readonly SequenceChange[];
  },
): Promise<void> {
  const { tables, end } = script;
  const ordered = parentsFirst(tables);
  output.write(scriptHead(script.facts, ordered, end === 'COMMIT' ? notes(tables) : unprovenNotes(tables)));
  for (const { table, text } of ordered.toReversed()) {
    if (text.counts.deleted + text.counts.updated === 0) continue;
    output.write(tableComment(table, 'leaves'));
    await text.deletesTo(output);
  }
  for (const { table, text } of ordered) {
    if (text.counts.inserted + text.counts.updated === 0) continue;
    output.write(tableComment(table, 'comes to'));
    await text.writesTo(output);
  }
  output.write(scriptTail(ordered, end === 'COMMIT' ? script.sequences : [], end));
}

function notes(tables: readonly ChangedTable[]): string[] {
  const strangers = tables.filter(({ text }) => text.unknownUsers > 0).map(({ table }) => table.key);
  if (strangers.length === 0) return [];
  return [
    `Users who came since the cutover are in ${strangers.join(', ')} under the ids that they have in Stack Auth: create`,
    'them on the source under these ids first.',
  ];
}

function unprovenNotes(tables: readonly ChangedTable[]): string[] {
  return [
    'READ THIS FIRST. The source is not known to be what the run moved:',
    ...tables.map(({ table, proof }) => `  ${table.key}: ${proof.detail}`),
    'What the source changed itself looks like a change of the target here, and these statements would take it back.',
    'Take out what is not wanted, and write COMMIT for the ROLLBACK at the end.',
    ...notes(tables),
  ];
}

function parentsFirst(tables: readonly ChangedTable[]): ChangedTable[] {
  return tables.toSorted((a, b) => a.table.level - b.table.level || a.table.key.localeCompare(b.table.key));
}
