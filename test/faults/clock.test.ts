import { afterEach, expect, test, vi } from 'vitest';
import { createEngine } from '../../core/engine.ts';
import type { EngineEvent } from '../../core/events.ts';
import { faultWorld } from '../support/fault-project.ts';
import { useServer } from '../support/servers.ts';

const source = useServer();
const target = useServer();

afterEach(() => void vi.useRealTimers());

test.each([
  ['back by ten years', '2016-01-01T00:00:00Z'],
  ['ahead by ten years', '2036-01-01T00:00:00Z'],
])(
  'the clock of this machine is set %s in the middle of a run: durations are what they were, and the run ends verified',
  async (_, time) => {
    const world = await faultWorld({ source: source(), target: target() });
    const engine = createEngine(world.migration.config);
    const events: EngineEvent[] = [];
    const nonsense = new Set<string>();
    let set = false;
    engine.onEvent((event) => {
      events.push(event);
      for (const found of impossible(engine.store.getState())) nonsense.add(found);
      if (event.type !== 'step.started' || event.kind !== 'copy' || set) return;
      set = true;
      vi.useFakeTimers({ toFake: ['Date'], now: new Date(time) });
    });
    const result = await engine.run({ go: true });
    await engine.close();
    expect(result, result.verdict).toMatchObject({ outcome: 'verified' });
    expect(set).toBe(true);
    const seconds = events.flatMap((event) => ('seconds' in event ? [event.seconds] : []));
    expect(seconds.length).toBeGreaterThan(5);
    // A run of seconds took neither years nor less than nothing.
    expect(seconds.filter((each) => each < 0 || each > 600)).toEqual([]);
    expect([...nonsense]).toEqual([]);
    await world.expectWhole();
  },
);

/** Numbers of what a screen shows that no run can have: below nothing, or none at all. -1 is an index of nothing. */
function impossible(value: unknown, path = 'state'): string[] {
  if (typeof value === 'number')
    return (Number.isFinite(value) && value >= 0) || path.endsWith('Index') ? [] : [`${path} = ${value}`];
  if (value instanceof Map) return [...value].flatMap(([key, each]) => impossible(each, `${path}.${String(key)}`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => impossible(each, `${path}.${key}`));
}
