import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, rmdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { faultWorld } from '../support/fault-project.ts';
import { eventsOf } from '../support/migration.ts';
import { query, useServer } from '../support/servers.ts';

const source = useServer();
const target = useServer();

/** 20 MB of tables do not go into 12 MB. */
const small = { large: 2, largeRows: 5_000 };
const diskMb = 20;

interface Disk {
  readonly tablespace: string | undefined;
  /** How the server puts it, and what the operator is told. */
  readonly says: RegExp;
  readonly error: object;
  enlarge(): void;
}

/**
 * A tablespace on a file system of its own where this account may mount one; else a limit on the size of the files that
 * the server writes, which it meets with another error from the same call.
 */
async function fullDisk(): Promise<Disk> {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${diskMb}m`, 'tmpfs', folder], { stdio: 'pipe' });
  } catch {
    const limit = (bytes: string): void =>
      void execFileSync('prlimit', ['--pid', String(target().pid), `--fsize=${bytes}:`]);
    limit(String(4 * 1024 ** 2));
    return { tablespace: undefined, says: /File too large/, error: {}, enlarge: () => limit('unlimited') };
  }
  // Lazily: the server still has files in it, and ends after its tests.
  onTestFinished(() => {
    execFileSync('umount', ['--lazy', folder]);
    rmdirSync(folder);
  });
  const owner = statSync(target().folder);
  chownSync(folder, owner.uid, owner.gid);
  chmodSync(folder, 0o700);
  await query(target().url(), `CREATE TABLESPACE small_disk LOCATION '${folder}'`);
  return {
    tablespace: 'small_disk',
    says: /No space left on device/,
    error: { sqlState: '53100', hint: expect.stringContaining('make room, then resume') },
    enlarge: () => void execFileSync('mount', ['-o', 'remount,size=500m', folder]),
  };
}

test("the target's disk is full: the run fails by name, with what to do; with room made, a resume ends verified", async () => {
  const disk = await fullDisk();
  const world = await faultWorld(
    { source: source(), target: target() },
    { ...small, ...(disk.tablespace === undefined ? {} : { tablespace: disk.tablespace }) },
  );
  const end = await world.migration.run();
  expect(end).toMatchObject({ outcome: 'failed', verdict: expect.stringMatching(disk.says) });
  expect(end.error).toMatchObject(disk.error);
  // A full disk does not pass by itself: trying again would only cost the window.
  expect(eventsOf(world.migration.events, 'step.failed').some((event) => event.willRetry)).toBe(false);
  disk.enlarge();
  expect(await world.migration.resume()).toMatchObject({ outcome: 'verified' });
  await world.expectWhole();
});
