import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type EngineConfig, type Profile, profileSchema, runOptionsSchema } from '../../core/config.ts';
import { writeReport } from '../../core/report/write.ts';
import type { House } from '../../src/house.ts';
import { openSettings } from '../../src/settings.ts';
import { createProgram } from '../../src/wizard-program.ts';
import { sampleReport } from '../support/report.ts';
import { scriptEngine } from '../support/scripted-engine.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cutover-program-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Request {
  readonly env?: Record<string, string>;
  readonly named?: Profile;
}

function open({ env = {}, named }: Request = {}) {
  const configs: EngineConfig[] = [];
  const notes: string[] = [];
  const cleanups: (() => unknown)[] = [];
  const stopped: string[] = [];
  const engine = scriptEngine();
  const settings = openSettings(join(folder, 'config'));
  const house = {
    flags: { scale: 2, keep: false, screenReader: true },
    around: { env },
    dotenv: {},
    settings: () => Promise.resolve(settings),
    stateDir: join(folder, 'state'),
    toolVersion: '0.1.0',
    noteRun: (runId: string) => notes.push(runId),
    shutdown: {
      onExit: (cleanup: () => unknown) => {
        cleanups.push(cleanup);
        return () => cleanups.splice(cleanups.indexOf(cleanup), 1);
      },
    },
    core: {
      createEngine: (config: EngineConfig) => {
        configs.push(config);
        return engine;
      },
      startDemo: async () => ({
        source: { url: 'postgres://s:1/x', host: 's', port: 1 },
        target: { url: 'postgres://t:2/y', host: 't', port: 2 },
        login: { email: 'o@x', password: 'p' },
        stop: async () => stopped.push('demo'),
      }),
    },
  } as unknown as House;
  return { program: createProgram(house, settings, named), configs, notes, cleanups, stopped, engine, settings };
}

const profile = (name: string, source: string, target: string) => profileSchema.parse({ name, source, target });
const shop = profile('shop', 'postgres://me@old.example.org/postgres', 'postgres://me@new.example.org/shop');

test('saved profiles come newest first, with what the environment describes in front, without its password', () => {
  const { program } = open({ env: { CUTOVER_SOURCE_URL: 'postgres://me:hunter2@env/x' } });
  program.saveProfile(shop);
  program.saveProfile({ ...shop, name: 'other', source: 'postgres://me:hunter2@h/d' });
  expect(program.profiles().map(({ name }) => name)).toEqual(['from the environment', 'other', 'shop']);
  expect(JSON.stringify(program.profiles())).not.toContain('hunter2');
  expect(readFileSync(join(folder, 'config/config.json'), 'utf8')).not.toContain('hunter2');
  expect(program.connections(shop).sourceUrl).toBe('postgres://me:hunter2@env/x');
});

test('a profile that flags name stands in front, once', () => {
  const { program } = open({ named: shop });
  program.saveProfile(shop);
  program.saveProfile({ ...shop, name: 'other' });
  expect(program.profiles().map(({ name }) => name)).toEqual(['shop', 'other']);
});

test('a known run leads to the profile with its two databases', async () => {
  const { program } = open();
  program.saveProfile(shop);
  program.saveProfile({ ...shop, name: 'broken', source: 'no url' });
  const ends = { source: 'old.example.org:5432/postgres', target: 'new.example.org:5432/shop' };
  await writeReport(join(folder, 'state/runs/r1'), sampleReport(ends));
  await writeReport(
    join(folder, 'state/runs/r0'),
    sampleReport({ ...ends, runId: 'r0', target: 'elsewhere:5432/shop' }),
  );
  const runs = await program.runs();
  expect(runs.map(({ summary, profile }) => [summary.runId, profile])).toEqual([
    ['r1', 'shop'],
    ['r0', undefined],
  ]);
});

test("the sample is put away with the program, and its runs are kept apart from one's own", async () => {
  const { program, configs, cleanups, stopped, engine, notes } = open();
  const lines: string[] = [];
  const demo = await program.startDemo((line) => lines.push(line));
  expect(lines).not.toEqual([]);
  expect(cleanups).toHaveLength(1);
  program.createEngine({ ...demo, options: runOptionsSchema.parse({}) });
  program.createEngine({ ...program.connections(shop), profile: shop, options: runOptionsSchema.parse({}) });
  expect(configs.map(({ stateDir }) => stateDir)).toEqual([join(folder, 'state/demo'), join(folder, 'state')]);
  engine.emit({ type: 'run.started', runId: 'r9', source: '', target: '', tables: 0, rows: 0, bytes: 0 });
  expect(notes).toContain('r9');
  await demo.stop();
  expect([stopped, cleanups]).toEqual([['demo'], []]);
});
