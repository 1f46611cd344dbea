#!/usr/bin/env node
// React and chalk read these when they are imported, so they are set before anything else is:
// React's development build costs half as much again, and chalk knows FORCE_COLOR only.
process.env['NODE_ENV'] ??= 'production';
if (process.argv.includes('--no-color') || (process.env['NO_COLOR'] ?? '') !== '') process.env['FORCE_COLOR'] = '0';

const { main } = await import('./main.ts');
process.exit(await main(process.argv.slice(2), process));
