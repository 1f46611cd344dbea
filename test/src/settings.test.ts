import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { profileSchema } from '../../core/config.ts';
import { openSettings, settingsFolder } from '../../src/settings.ts';
import { runRecord } from '../support/history.ts';

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

test('runs that another version wrote down outlast one that is added', () => {
  const strange = { v: 9, runId: 'of the future' };
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ history: [strange], estimates: [strange] }));
  const settings = openSettings(folder);
  settings.remember(runRecord());
  const { history, estimates } = JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8')) as {
    history: unknown[];
    estimates: unknown[];
  };
  expect(history).toHaveLength(2);
  expect(history).toContainEqual(strange);
  expect(estimates).toEqual([strange]);
  expect(settings.history()).toHaveLength(1);
});

test('what runs took is remembered, newest first, up to fifty; single steps of the newest ones alone', () => {
  const settings = openSettings(folder);
  for (let run = 1; run <= 52; run += 1) settings.remember(runRecord({ runId: `r${run}` }));
  const history = openSettings(folder).history();
  expect(history).toHaveLength(50);
  expect(history[0]?.runId).toBe('r52');
  expect(history.filter(({ steps }) => steps.length > 0).map(({ runId }) => runId)).toEqual(['r52', 'r51', 'r50']);
});

test('a run that is told of again takes the place of what was known of it', () => {
  const settings = openSettings(folder);
  settings.remember(runRecord({ outcome: 'paused' }));
  settings.remember(runRecord());
  expect(settings.history()).toMatchObject([{ outcome: 'verified' }]);
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
