import type { EngineEvent } from '../core/index.ts';

export interface CompletedTable {
  readonly table: string;
  /** Both as they stand in the target: what an earlier process copied is in them. */
  readonly rows: number;
  readonly bytes: number;
  /** Of what this process copied; 0 where no time passed. */
  readonly bytesPerSecond: number;
  /** From the first chunk's start to the last one's end. */
  readonly seconds: number;
}

/** Adds up the chunks of each table, so that a table is told of once, when its last chunk has landed. */
export interface TableTracker {
  see(event: EngineEvent): void;
  /** The table that this step, already seen, completed; undefined where it did not. */
  completedBy(event: Extract<EngineEvent, { type: 'step.finished' }>): CompletedTable | undefined;
  /** What the operator knows a step by; its id where nothing else is known. */
  labelOf(stepId: string): string;
}

interface OpenTable {
  readonly open: Set<string>;
  rows: number;
  bytes: number;
  bytesHere: number;
  startedAt: string | undefined;
}

export function createTableTracker(): TableTracker {
  const labels = new Map<string, string>();
  const tableOf = new Map<string, string>();
  const tables = new Map<string, OpenTable>();

  return {
    see(event) {
      if (event.type === 'plan.ready') {
        for (const step of event.steps) {
          labels.set(step.id, step.label);
          if (step.kind !== 'copy' || step.table === undefined) continue;
          tableOf.set(step.id, step.table);
          const table = tables.get(step.table) ?? {
            open: new Set(),
            rows: 0,
            bytes: 0,
            bytesHere: 0,
            startedAt: undefined,
          };
          tables.set(step.table, table);
          if (!step.done) table.open.add(step.id);
          else {
            table.rows += step.rows;
            table.bytes += step.bytes;
          }
        }
      } else if (event.type === 'step.started') {
        labels.set(event.id, event.label);
        const table = tables.get(tableOf.get(event.id) ?? '');
        if (table) table.startedAt ??= event.at;
      } else if (event.type === 'step.finished') {
        const table = tables.get(tableOf.get(event.id) ?? '');
        if (!table?.open.delete(event.id)) return;
        table.rows += event.rows;
        table.bytes += event.bytes;
        table.bytesHere += event.bytes;
      }
    },
    completedBy(event) {
      const name = tableOf.get(event.id);
      const table = name === undefined ? undefined : tables.get(name);
      if (name === undefined || table === undefined || table.open.size > 0) return undefined;
      const seconds = Math.max(0, (Date.parse(event.at) - Date.parse(table.startedAt ?? event.at)) / 1000);
      const bytesPerSecond = seconds > 0 ? table.bytesHere / seconds : 0;
      return { table: name, rows: table.rows, bytes: table.bytes, bytesPerSecond, seconds };
    },
    labelOf: (stepId) => labels.get(stepId) ?? stepId,
  };
}
