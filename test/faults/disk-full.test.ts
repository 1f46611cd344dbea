import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, globSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { faultWorld } from '../support/fault-project.ts';
import { eventsOf } from '../support/migration.ts';
import { query, useServer } from '../support/servers.ts';

const source = useServer();
const target = useServer();

/** 20 MB of tables, and their indexes, beside the 8 MB of an empty database. */
const small = { large: 2, largeRows: 5_000 };
const diskMb = 20;

const noRoom = { sqlState: '53100', hint: expect.stringContaining('make room, then resume') };
const noRight = { sqlState: '42501' };

interface Disk {
  /** How the server puts it, and what the operator is told. */
  readonly says: RegExp;
  readonly error: object;
  /** Called with the ledger in place: from here on there is no room. */
  fill(): void;
  enlarge(): void;
}

/**
 * A tablespace on a file system of its own where this account may mount one; else one in which the server may make no
 * file, which it meets in the same place with another error.
 */
async function smallDisk(): Promise<Disk> {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-disk-'));
  const mounted = mount(['-t', 'tmpfs', '-o', `size=${diskMb}m`, 'tmpfs', folder]);
  onTestFinished(() => {
    // Lazily: the server still has files in it, and ends after its tests.
    if (mounted) execFileSync('umount', ['--lazy', folder]);
    rmSync(folder, { recursive: true, force: true });
  });
  const owner = statSync(target().folder);
  chownSync(folder, owner.uid, owner.gid);
  chmodSync(folder, 0o700);
  await query(target().url(), `CREATE TABLESPACE small_disk LOCATION '${folder}'`);
  if (mounted) {
    return {
      says: /No space left on device/,
      error: noRoom,
      fill: () => undefined,
      enlarge: () => void execFileSync('mount', ['-o', 'remount,size=500m', folder]),
    };
  }
  const allow = (mode: number): void => {
    for (const entry of globSync(join(folder, '*/*'))) chmodSync(entry, mode);
  };
  return {
    says: /Permission denied/,
    error: noRight,
    fill: () => allow(0o500),
    enlarge: () => allow(0o700),
  };
}

function mount(args: readonly string[]): boolean {
  return spawnSync('mount', args, { stdio: 'ignore' }).status === 0;
}

test("the target's disk is full: the run fails by name, with what to do; with room made, a resume ends verified", async () => {
  const disk = await smallDisk();
  const world = await faultWorld({ source: source(), target: target() }, { ...small, tablespace: 'small_disk' });
  world.migration.onEvent = (event) => {
    if (event.type === 'plan.ready') disk.fill();
  };
  const end = await world.migration.run();
  expect(end).toMatchObject({ outcome: 'failed', verdict: expect.stringMatching(disk.says) });
  expect(end.error).toMatchObject(disk.error);
  // A full disk does not pass by itself: trying again would only cost the window.
  expect(eventsOf(world.migration.events, 'step.failed').some((event) => event.willRetry)).toBe(false);
  world.migration.onEvent = () => undefined;
  disk.enlarge();
  expect(await world.migration.resume()).toMatchObject({ outcome: 'verified' });
  await world.expectWhole();
});
