#!/usr/bin/env node
import module from 'node:module';
import { join } from 'node:path';

// An older Node would fail in the middle of something, with words that blame a server.
const oldestNode = 24;
if (Number.parseInt(process.versions.node, 10) < oldestNode) {
  process.stderr.write(`cutover: this is Node ${process.versions.node}; cutover needs ${oldestNode} or newer\n`);
  process.stderr.write('  Install a newer one; a clone brings its own: npm start -- ARGS.\n');
  process.exit(2);
}

// React and chalk read these when they are imported, so they are set before anything else is:
// React's development build costs half as much again, and chalk knows FORCE_COLOR only.
process.env['NODE_ENV'] ??= 'production';
if (process.argv.includes('--no-color') || (process.env['NO_COLOR'] ?? '') !== '') process.env['FORCE_COLOR'] = '0';

// What V8 makes of the bundled program is kept beside it from the first start on: a fifth of the CPU of every later one.
// Where the folder cannot be written to, nothing is kept. What --version or --help compile would be too little to keep.
const command = process.argv[2] ?? '';
if (import.meta.filename.endsWith('.js') && !command.startsWith('-'))
  module.enableCompileCache(join(import.meta.dirname, '.compiled'));

const { main } = await import('./main.ts');
process.exit(await main(process.argv.slice(2), process));
