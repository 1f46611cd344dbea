// One child at a time, for the other files here: its output goes to stderr, because stdout belongs to the program.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
export const inRoot = (...parts) => path.join(root, ...parts);

export function say(line) {
  process.stderr.write(`cutover: ${line}\n`);
}

let child;

/** Runs a program to its end. Throws where it fails. */
export async function run(command, args, env = process.env) {
  // No stdin: nothing here may wait for a key. A process group of its own, so that it can be ended as a whole.
  child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 2, 2], detached: true });
  const { code, signal } = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  child = undefined;
  if (code !== 0) throw new Error(`\`${[path.basename(command), ...args].join(' ')}\` ended with ${signal ?? code}.`);
}

/** Ends the child at once, with all that it has started. False where there is none. */
export function killChild() {
  if (child?.pid === undefined) return false;
  process.kill(-child.pid, 'SIGKILL');
  return true;
}
