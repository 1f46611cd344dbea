import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makeFolder, makeFolderSync } from '../../core/folders.ts';

async function root(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'cutover-folders-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

const ways: readonly (readonly [string, (path: string, mode?: number) => Promise<void>])[] = [
  ['awaited', makeFolder],
  ['at once', async (path, mode) => makeFolderSync(path, mode)],
];

test.each(ways)(
  'a folder is made with what is missing above it, and one that is there is left as it is: %s',
  async (_, make) => {
    const folder = await root();
    await Promise.all([make(join(folder, 'a/b/c'), 0o700), make(join(folder, 'a/b/d'), 0o700)]);
    for (const each of ['a', 'a/b', 'a/b/c', 'a/b/d'])
      expect((await stat(join(folder, each))).mode & 0o777).toBe(0o700);
    await make(join(folder, 'a'), 0o755);
    expect((await stat(join(folder, 'a'))).mode & 0o777).toBe(0o700);
  },
);

test.each(ways)('a file in the place of a folder is said to be one: %s', async (_, make) => {
  const folder = await root();
  await writeFile(join(folder, 'file'), '');
  for (const path of ['file', 'file/below', 'file/below/it']) {
    await expect(make(join(folder, path))).rejects.toMatchObject({ code: 'ENOTDIR' });
  }
});

// Node's own recursive mkdir never returns from there, and does not even let a timer run.
test.runIf(process.platform === 'linux').each(ways)('what takes no folders refuses at once: %s', async (_, make) => {
  await expect(make('/proc/nothing/below')).rejects.toMatchObject({ code: 'ENOENT' });
});
