import { access, appendFile, open, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CutoverError } from '../errors.ts';
import { makeFolder } from '../folders.ts';

/** Writes a file that must not be there yet, and its folder. Throws `migrations.folder`. */
export async function createFile(path: string, text: string): Promise<void> {
  await onDisk(path, async () => {
    await makeFolder(dirname(path));
    await writeFile(path, text, { flag: 'wx', flush: true });
  });
}

/** Writes a file as a whole: a crash leaves the old one or the new one. Throws `migrations.folder`. */
export async function replaceFile(path: string, text: string): Promise<void> {
  await onDisk(path, async () => {
    await writeFile(`${path}.new`, text, { flush: true });
    await rename(`${path}.new`, path);
    await syncFolder(dirname(path));
  });
}

/**
 * Moves a file within the migration folder. False where it is there already, since another process was faster. Never
 * over another file. Throws `migrations.folder`.
 */
export async function moveFile(root: string, from: string, to: string): Promise<boolean> {
  return await onDisk(join(root, to), async () => {
    await makeFolder(dirname(join(root, to)));
    const [isThere, isLeft] = await Promise.all([exists(join(root, to)), exists(join(root, from))]);
    if (isThere && !isLeft) return false;
    if (isThere) throw new Error(`${to} and ${from} are both there`);
    await rename(join(root, from), join(root, to));
    await syncFolder(dirname(join(root, to)));
    await syncFolder(dirname(join(root, from)));
    return true;
  });
}

const changeLogName = 'CHANGELOG.md';
const changeLogHead = '# Changes\n\nWhat cutover applied and took back, one line each.\n\n';

/**
 * Adds a line to the change log, unless one is there that begins alike: a command that makes up for an earlier one may
 * add it again. Throws `migrations.folder`.
 */
export async function logChange(root: string, beginning: string, rest: string): Promise<void> {
  const path = join(root, changeLogName);
  await onDisk(path, async () => {
    const text = await readFile(path, 'utf8').catch(() => '');
    if (text.includes(`- ${beginning}`)) return;
    const begin = text === '' ? changeLogHead : text.endsWith('\n') ? '' : '\n';
    await appendFile(path, `${begin}- ${beginning}${rest}\n`, { flush: true });
  });
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}

/** What was renamed survives a crash of the machine only once its folder is on the disk. */
async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function onDisk<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CutoverError('migrations.folder', `${path} cannot be written: ${reason}`, {
      hint: 'See that the migration folder takes files and the disk has room. The database is as its history says; the next command makes up for the folder.',
      cause,
    });
  }
}
