import { createInterface } from 'node:readline';
import { expect } from 'vitest';
import type { RunningProgram } from './program.ts';
import type { Proxy } from './proxy.ts';

/** Where a client has heard that its transaction is committed. */
export const committed = {
  direction: 'toClient',
  message: 'ReadyForQuery',
  text: /^I$/,
  application: /worker/,
  moment: 'after',
} as const;

/**
 * Kills a program that works through the proxy with SIGKILL when it has told, with `--json`, that the step is finished.
 * The session which committed the step stands still from there on, so that the run cannot have come to its end before.
 */
export async function killedAfter(program: RunningProgram, target: Proxy, step: string): Promise<void> {
  const statement = new RegExp(`'${step.replaceAll('.', '\\.')}'`);
  void target.at({ ...committed, statement }, (link) => link.stall());
  createInterface({ input: program.child.stdout }).on('line', (line) => {
    if (line.includes('"step.finished"') && line.includes(`"${step}"`)) program.child.kill('SIGKILL');
  });
  expect((await program.ended).code).toBeNull();
  target.flow();
}
