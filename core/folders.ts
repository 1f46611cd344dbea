import { mkdirSync, statSync } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a folder and what is missing above it, as `mkdir -p` does. Node's own recursive mkdir never returns where a file
 * system answers ENOENT for what it does not take, as /proc does. Rejects with the file system's error.
 */
export async function makeFolder(path: string, mode = 0o777): Promise<void> {
  const missing: string[] = [];
  for (let at = path; !(await isFolder(at)); at = dirname(at)) {
    missing.unshift(at);
    if (dirname(at) === at) break;
  }
  for (const folder of missing) {
    try {
      await mkdir(folder, { mode });
    } catch (error) {
      // Somebody else may have made it meanwhile.
      if (!(await isFolder(folder))) throw inTheWay(folder, error);
    }
  }
}

/** The same before it returns. Throws the file system's error. */
export function makeFolderSync(path: string, mode = 0o777): void {
  const missing: string[] = [];
  for (let at = path; !isFolderSync(at); at = dirname(at)) {
    missing.unshift(at);
    if (dirname(at) === at) break;
  }
  for (const folder of missing) {
    try {
      mkdirSync(folder, { mode });
    } catch (error) {
      if (!isFolderSync(folder)) throw inTheWay(folder, error);
    }
  }
}

/** What is there and is no folder is not called one that exists already. */
function inTheWay(folder: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || error.code !== 'EEXIST') return error;
  return Object.assign(new Error(`ENOTDIR: not a directory, '${folder}'`, { cause: error }), { code: 'ENOTDIR' });
}

async function isFolder(path: string): Promise<boolean> {
  return await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

function isFolderSync(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    // What cannot be looked at is for mkdir to say why.
    return false;
  }
}
