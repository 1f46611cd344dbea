#!/usr/bin/env node
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

const { main } = await import('./main.ts');
process.exit(await main(process.argv.slice(2), process));
