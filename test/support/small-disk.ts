import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, globSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { removal } from './removal.ts';
import { type EmbeddedServer, query } from './servers.ts';

/** A file system of this size in the folder until the test is over; false where this account may not mount one. */
export function mountSmallDisk(folder: string, megabytes: number): boolean {
  mkdirSync(folder, { recursive: true });
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], {
    stdio: 'ignore',
  });
  onTestFinished(() => {
    // Lazily: a server may have files in it, and ends after its tests.
    if (status === 0) execFileSync('umount', ['--lazy', folder]);
    rmSync(folder, removal);
  });
  return status === 0;
}

export interface SmallTablespace {
  readonly name: string;
  /** How the server puts it that there is no room, and its SQLSTATE. */
  readonly says: RegExp;
  readonly sqlState: string;
  /** From here on there is no room for more: called when what shall be there is there. */
  fill(): void;
  enlarge(): void;
}

/**
 * A tablespace on a file system of its own where this account may mount one; else one in which the server may make no
 * file, which it meets in the same place with another error.
 */
export async function smallTablespace(server: EmbeddedServer, megabytes: number): Promise<SmallTablespace> {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-disk-'));
  const mounted = mountSmallDisk(folder, megabytes);
  const owner = statSync(server.folder);
  chownSync(folder, owner.uid, owner.gid);
  chmodSync(folder, 0o700);
  await query(server.url(), `CREATE TABLESPACE small_disk LOCATION '${folder}'`);
  const name = 'small_disk';
  if (mounted) {
    return {
      name,
      says: /No space left on device/,
      sqlState: '53100',
      fill: () => undefined,
      enlarge: () => void execFileSync('mount', ['-o', 'remount,size=500m', folder]),
    };
  }
  const allow = (mode: number): void => {
    for (const entry of globSync(join(folder, '*/*'))) chmodSync(entry, mode);
  };
  return {
    name,
    says: /Permission denied/,
    sqlState: '42501',
    fill: () => allow(0o500),
    enlarge: () => allow(0o700),
  };
}
