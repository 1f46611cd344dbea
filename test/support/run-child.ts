import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { EngineConfig } from '../../core/config.ts';
import { createEngine } from '../../core/engine.ts';

/**
 * An engine in a process of its own, for tests that kill it: takes `{command, config}`, and patterns of tables that follow into a run, as one line of JSON, since a
 * command line would show the secrets in it, prints every event, and the result as the last line.
 */
const input = createInterface({ input: process.stdin });
const [line] = (await once(input, 'line')) as [string];
const { command, config, onlyTables } = JSON.parse(line) as {
  readonly command: 'run' | 'resume';
  readonly config: EngineConfig;
  readonly onlyTables?: readonly string[];
};
const engine = createEngine(config);
engine.onEvent((event) => process.stdout.write(`${JSON.stringify(event)}\n`));
const result =
  command === 'run' ? await engine.run({ go: true, ...(onlyTables ? { onlyTables } : {}) }) : await engine.resume();
await engine.close();
input.close();
process.stdout.write(`${JSON.stringify({ type: 'result', ...result })}\n`);
