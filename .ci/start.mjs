// `npm start`: the built program in this very process, so that signals, the terminal and the exit code are its own.
// Without arguments it is the demonstration.
import { fileURLToPath } from 'node:url';

const needed = 24;
const found = Number.parseInt(process.versions.node, 10);
if (found < needed) {
  process.stderr.write(
    `cutover needs Node ${needed} and found ${process.version}. ` +
      'Run `node .ci/prepare.mjs` (npm does so by itself unless ignore-scripts is set), then try again.\n',
  );
  process.exit(2);
}

// A terminal sends Ctrl-C to npm and to this process, and npm passes its own on: one key press would arrive twice, and
// the program takes the second for 'at once'. Two of a kind within a moment are one.
const sameKeyPressMs = 250;
const emit = process.emit;
let lastAt = Number.NEGATIVE_INFINITY;
process.emit = (name, ...rest) => {
  if (name === 'SIGINT') {
    const at = performance.now();
    if (at - lastAt < sameKeyPressMs) return true;
    lastAt = at;
  }
  return emit.call(process, name, ...rest);
};

const program = new URL('../dist/program/cli.js', import.meta.url);
const args = process.argv.slice(2);
process.argv = [process.execPath, fileURLToPath(program), ...(args.length > 0 ? args : ['demo'])];
await import(program.href);
