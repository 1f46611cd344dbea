import { expect, test } from 'vitest';
import { runOptionsSchema } from '../../core/config.ts';
import type { Program } from '../../src/program.ts';
import { createSessions } from '../../src/sessions.ts';
import { scriptEngine, verified } from '../support/scripted-engine.ts';
import { shop } from '../support/wizard.ts';

/** A session whose rollback waits for the engine to stop, and what lets it go on. */
async function rollingBack() {
  const scripted = scriptEngine({ planRollback: () => verified });
  let release = (): void => undefined;
  const stopped = new Promise<void>((resolve) => {
    release = resolve;
  });
  const engine = Object.assign(scripted, { stop: () => stopped });
  const options = runOptionsSchema.parse({});
  const sessions = createSessions({ options, operator: 'me', createEngine: () => engine } as unknown as Program);
  sessions.open({ profile: shop, connections: { sourceUrl: 'postgres://a/x', targetUrl: 'postgres://b/y' } });
  sessions.planRollback();
  sessions.goRollback();
  expect(sessions.getState()?.planning?.going).toBe(true);
  return { sessions, engine, release };
}

test('a rollback that is called off while what runs is being stopped does not begin', async () => {
  const { sessions, engine, release } = await rollingBack();
  sessions.callOffRollback();
  release();
  await sessions.stop();
  expect(engine.calls.filter((call) => call.startsWith('rollback'))).toEqual([]);
});

test('a program that is left while what runs is being stopped begins no rollback', async () => {
  const { sessions, engine, release } = await rollingBack();
  const leaving = sessions.stop();
  release();
  await leaving;
  await sessions.close();
  expect(engine.calls.filter((call) => call.startsWith('rollback'))).toEqual([]);
});
