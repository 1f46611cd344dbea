// Makes node_modules what the lockfile says.
import fs from 'node:fs';
import path from 'node:path';
import { inRoot, run, say } from './child.mjs';

/** True where node_modules has every package of the lockfile, in its version; those of other platforms may be absent. */
export function isInstalled() {
  const wanted = readJson(inRoot('package-lock.json'));
  // npm writes this file last, when all install scripts have ended: a half-done install has none.
  const record = inRoot('node_modules', '.package-lock.json');
  if (!fs.existsSync(record) || !fs.existsSync(inRoot('node_modules', '.bin', 'node'))) return false;
  const installed = readJson(record);
  return Object.entries(wanted.packages).every(([location, entry]) => {
    if (location === '') return true;
    const found = installed.packages[location];
    if (found === undefined) return entry.optional === true;
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

export async function install() {
  say('installing (once for each lockfile; it takes half a minute or so) …');
  const tools = inRoot('.prepare');
  try {
    await npm(await nodeForNpm(tools), 'ci', '--include=dev');
  } finally {
    fs.rmSync(tools, { recursive: true, force: true });
  }
}

/** The Node that the sources are written for. */
const neededMajor = 24;

/**
 * The folder of a Node that npm shall run on: a new one, because npm leaves out the native parts of tools that the Node
 * under it is too old for; and not the one in node_modules, because npm is about to replace that.
 */
async function nodeForNpm(tools) {
  const isOurs = process.execPath.startsWith(inRoot('node_modules'));
  const isNew = Number.parseInt(process.versions.node, 10) >= neededMajor;
  if (isNew && !isOurs) return path.dirname(process.execPath);
  if (isNew) {
    fs.mkdirSync(tools, { recursive: true });
    fs.copyFileSync(process.execPath, path.join(tools, 'node'));
    return tools;
  }
  const { version } = readJson(inRoot('package-lock.json')).packages['node_modules/node'];
  await npm(path.dirname(process.execPath), 'install', '--prefix', tools, '--no-save', `node@${version}`);
  return path.join(tools, 'node_modules', '.bin');
}

/** Runs the npm that started us, or the one on PATH, on the Node in this folder. */
async function npm(nodeFolder, ...args) {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const others = folders.filter((folder) => !folder.startsWith(inRoot('node_modules')));
  const env = { ...process.env, PATH: [nodeFolder, ...others].join(path.delimiter) };
  // What the outer npm was told about itself does not hold for this one.
  for (const name of [
    'prefix',
    'local_prefix',
    'global',
    'omit',
    'only',
    'production',
    'dry_run',
    'json',
    'workspace',
  ]) {
    delete env[`npm_config_${name}`];
  }
  const all = [...args, '--ignore-scripts=false', '--no-audit', '--no-fund', '--loglevel=error'];
  const outer = process.env.npm_execpath;
  if (outer !== undefined && path.basename(outer) === 'npm-cli.js') await run('node', [outer, ...all], env);
  else await run('npm', all, env);
}

function readJson(file) {
  return JSON.parse(fs.readFileSync(file, 'utf8'));
}
