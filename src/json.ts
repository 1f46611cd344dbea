import type { Writable } from 'node:stream';
import { createProgressFilter, isContractEvent, redactDeep } from '../core/index.ts';
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
  let wake: (() => void) | undefined;

  output.on('error', () => {
    isOpen = false;
    wake?.();
  });
  output.on('drain', () => {
    isBehind = false;
    wake?.();
  });

  function write(value: unknown): void {
    if (!isOpen) return;
    isBehind = !output.write(`${JSON.stringify(value)}\n`);
  }

  /** A line that is no event of the engine. */
  function line(type: string, body: Readonly<Record<string, unknown>>): void {
    write(redactDeep({ v: 1, at: now().toISOString(), type, ...body }));
  }

  return {
    event(event) {
      if (!isContractEvent(event) || (event.type === 'step.progress' && isBehind) || !isDue(event)) return;
      write(event.type === 'step.progress' ? event : redactDeep(event));
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
    // The engine's own `run.finished` is the last line of a run.
    finish: () => undefined,
    async close() {
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
