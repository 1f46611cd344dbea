import type { Writable } from 'node:stream';
import { createProgressFilter, eventLine, isContractEvent, redactDeep } from '../core/index.ts';
import type { Face } from './face.ts';

/**
 * The face for programs: one object a line on stdout, and nothing else there.
 *
 * Writes to a reader that may be slow or leave. While it is slow, progress is passed over: what a step has done
 * is in its `step.finished` anyway. When it has gone, the engine goes on, and the run's folder has every event.
 */
export function createJsonFace(output: Writable, now: () => Date = () => new Date()): Face {
  const isDue = createProgressFilter(1000);
  let isOpen = true;
  let isBehind = false;
  let lines: string[] = [];
  let wake: (() => void) | undefined;

  output.on('error', () => {
    isOpen = false;
    wake?.();
  });
  output.on('drain', () => {
    isBehind = false;
    wake?.();
  });

  function flush(): void {
    const text = lines.join('');
    lines = [];
    if (isOpen && text !== '') isBehind = !output.write(text);
  }

  /** Lines of one turn of the event loop go out together: a run of thousands of tables has a hundred thousand. */
  function write(line: string): void {
    if (!isOpen) return;
    if (lines.length === 0) setImmediate(flush);
    lines.push(`${line}\n`);
  }

  /** A line that is no event of the engine. */
  function line(type: string, body: Readonly<Record<string, unknown>>): void {
    write(JSON.stringify(redactDeep({ v: 1, at: now().toISOString(), type, ...body })));
  }

  return {
    event(event) {
      if (!isContractEvent(event) || (event.type === 'step.progress' && isBehind) || !isDue(event)) return;
      write(eventLine(event));
    },
    // What is said belongs to no contract; a program is told by events alone.
    say: () => undefined,
    plan(plan) {
      for (const { id, kind, phase, label, weight, needs } of plan.steps) {
        line('plan.step', { id, kind, phase, label, weight, needs });
      }
    },
    runs(runs) {
      for (const run of runs) line('run.listed', { ...run });
    },
    history(history) {
      for (const { steps: _, kinds: _kinds, v: _v, ...record } of history) line('run.remembered', record);
    },
    // The engine's own `run.finished` is the last line of a run.
    finish: () => undefined,
    async close() {
      flush();
      while (isOpen && output.writableLength > 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
          // Without a full buffer there is no 'drain': an empty write tells when all before it is out.
          output.write('', () => resolve());
        });
      }
    },
  };
}
