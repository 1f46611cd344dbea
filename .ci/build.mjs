// Type checks and bundles to dist/ where the sources are not those that it was compiled from.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { inRoot, root, run, say } from './child.mjs';

const sourceFolders = ['src', 'screens', 'core'];
const otherFiles = ['tsconfig.json', 'tsconfig.build.json', 'bundle.mjs', 'package-lock.json'];
const stamp = inRoot('dist', '.sources.json');

export function isBuilt() {
  return JSON.stringify(readStamp()) === JSON.stringify(hashSources());
}

export async function build() {
  const sources = hashSources();
  const built = readStamp();
  if (JSON.stringify(built) === JSON.stringify(sources)) return;
  say('building …');
  // The compiler never removes what it once wrote for a file that is gone.
  const isGone = built === undefined || Object.keys(built).some((file) => sources[file] === undefined);
  if (isGone) fs.rmSync(inRoot('dist'), { recursive: true, force: true });
  const node = inRoot('node_modules', '.bin', 'node');
  await run(node, [inRoot('node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json']);
  await run(node, [inRoot('bundle.mjs')]);
  fs.writeFileSync(stamp, JSON.stringify(sources));
}

/** Source file -> hash of its content. */
function hashSources() {
  const files = [
    ...sourceFolders.flatMap((folder) => sourcesBelow(inRoot(folder))),
    ...otherFiles.map((file) => inRoot(file)),
  ];
  const hash = (file) => createHash('sha256').update(fs.readFileSync(file)).digest('hex');
  return Object.fromEntries(files.map((file) => [path.relative(root, file), hash(file)]));
}

function sourcesBelow(folder) {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return sourcesBelow(file);
    return /\.tsx?$/.test(entry.name) ? [file] : [];
  });
}

/** What dist/ was compiled from; undefined where that is not known. */
function readStamp() {
  try {
    return JSON.parse(fs.readFileSync(stamp, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
