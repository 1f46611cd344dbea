import { chmod, copyFile, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../folders.ts';

/**
 * The server programs with an extension folder of one's own: PostgreSQL finds `lib` and `share` from where the program
 * itself lies, so the programs are copied (9 MB) and all the rest is linked.
 */
export async function withOwnExtensions(
  packaged: string,
  folder: string,
  files: readonly (readonly [string, string])[],
): Promise<string> {
  const own = ownPrograms(folder);
  const share = join('share', 'postgresql');
  // The server may run as another account, whatever the umask says.
  for (const part of ['.', 'bin', 'share', share, join(share, 'extension')]) {
    await makeFolder(join(own, part));
    await chmod(join(own, part), 0o755);
  }
  await Promise.all([
    ...(await readdir(join(packaged, 'bin'))).map((name) =>
      copyFile(join(packaged, 'bin', name), join(own, 'bin', name)),
    ),
    symlink(join(packaged, 'lib'), join(own, 'lib')),
    ...(await linkAll(join(packaged, share), join(own, share), 'extension')),
    ...(await linkAll(join(packaged, share, 'extension'), join(own, share, 'extension'))),
  ]);
  await addExtensionFiles(folder, files);
  return own;
}

/** Puts files of extensions where the server in `folder` finds them; it may be running. */
export async function addExtensionFiles(folder: string, files: readonly (readonly [string, string])[]): Promise<void> {
  const extensions = join(ownPrograms(folder), 'share', 'postgresql', 'extension');
  for (const [name, text] of files) {
    await writeFile(join(extensions, name), text);
    await chmod(join(extensions, name), 0o644);
  }
}

function ownPrograms(folder: string): string {
  return join(folder, 'own-programs');
}

async function linkAll(from: string, to: string, except?: string): Promise<Promise<void>[]> {
  const names = (await readdir(from)).filter((name) => name !== except);
  return names.map((name) => symlink(join(from, name), join(to, name)));
}
