import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { profileSchema } from '../../core/config.ts';
import { openSettings, settingsFolder } from '../../src/settings.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cutover-settings-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const profile = (name: string, source = 'postgres://me@h/db') => profileSchema.parse({ name, source });

test("no password of a profile reaches the disk, and the file is its owner's alone", () => {
  const settings = openSettings(folder);
  settings.saveProfile({
    ...profile('shop', 'postgres://me:hunter2@h/db?password=hunter2'),
    target: 'host=h password=hunter2 dbname=d',
  });
  for (const name of readdirSync(folder)) expect(readFileSync(join(folder, name), 'utf8')).not.toContain('hunter2');
  expect((statSync(settings.path).mode & 0o777).toString(8)).toBe('600');
  expect(openSettings(folder).profiles()).toMatchObject([{ name: 'shop', source: 'postgres://me@h/db' }]);
});

test('the profile saved last comes first, and takes the place of the one of its name', () => {
  const settings = openSettings(folder);
  for (const name of ['a', 'b', 'a']) settings.saveProfile(profile(name));
  expect(settings.profiles().map(({ name }) => name)).toEqual(['a', 'b']);
});

test('profiles that another version wrote are passed over, and kept', () => {
  const strange = { name: 'strange', future: true };
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ profiles: [strange, profile('a')] }));
  const settings = openSettings(folder);
  settings.saveProfile(profile('b'));
  expect(settings.profiles().map(({ name }) => name)).toEqual(['b', 'a']);
  expect(JSON.parse(readFileSync(settings.path, 'utf8')).profiles).toContainEqual(strange);
});

test('rehearsals are remembered, newest first, up to fifty', () => {
  const settings = openSettings(folder);
  for (let seconds = 1; seconds <= 52; seconds += 1) {
    const at = '2026-11-20T02:00:00.000Z';
    settings.addRehearsal({ at, runId: `r${seconds}`, profile: 'a', outcome: 'verified', seconds, rows: 1, bytes: 1 });
  }
  expect(settings.rehearsals()).toHaveLength(50);
  expect(settings.rehearsals()[0]?.runId).toBe('r52');
});

test('a settings file that cannot be read is named, with what to do', () => {
  writeFileSync(join(folder, 'config.json'), '{"profiles": [');
  expect(() => openSettings(folder)).toThrow(
    expect.objectContaining({
      code: 'config.invalid',
      message: expect.stringContaining(folder),
      hint: expect.stringContaining('Repair'),
    }),
  );
});

test('XDG_CONFIG_HOME moves the settings', () => {
  expect(settingsFolder({ XDG_CONFIG_HOME: '/config' })).toBe('/config/cutover');
  expect(settingsFolder({})).toBeUndefined();
});
