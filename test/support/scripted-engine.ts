import type { CommandResult, Engine } from '../../core/commands.ts';
import type { EngineEvent, EventBody } from '../../core/events.ts';
import { createStore } from '../../core/store.ts';

export interface ScriptedEngine extends Engine {
  /** Hands an event to whoever listens, as the real engine does. */
  emit(body: EventBody): void;
  /** Names of the methods that were called, in order. */
  readonly calls: readonly string[];
}

export type Script = Partial<
  Record<
    'check' | 'estimate' | 'run' | 'resume' | 'verify' | 'rollback' | 'planRollback' | 'reconcile' | 'finalize',
    Scene
  >
>;
type Scene = (engine: ScriptedEngine) => CommandResult | Promise<CommandResult>;

export const verified: CommandResult = {
  outcome: 'verified',
  verdict: 'verified: all of it',
  runId: 'r1',
  reportPath: '/r/report.md',
};

/** An engine that plays given events and results: for the faces and exit codes, not for the engine's own promises. */
export function scriptEngine(script: Script = {}): ScriptedEngine {
  const store = createStore();
  const listeners = new Set<(event: EngineEvent) => void>();
  const calls: string[] = [];
  let clock = Date.parse('2026-11-20T02:00:00.000Z');

  const engine: ScriptedEngine = {
    store,
    calls,
    emit(body) {
      clock += 100;
      const event = { v: 1, at: new Date(clock).toISOString(), ...body } as EngineEvent;
      store.dispatch(event);
      store.flush();
      for (const listener of listeners) listener(event);
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    check: () => play('check'),
    checklist: () => play('check'),
    secondsWithout: () => undefined,
    estimate: () => play('estimate'),
    run: () => play('run'),
    resume: (runId) => play('resume', runId),
    verify: (runId) => play('verify', runId),
    rollback: ({ runId, confirm }) => play('rollback', runId, confirm),
    planRollback: (runId) => play('planRollback', runId),
    reconcile: (runId) => play('reconcile', runId),
    finalize: ({ runId, confirm }) => play('finalize', runId, confirm),
    plan: async () => ({
      steps: [
        {
          id: 'copy:public.orders',
          kind: 'copy',
          phase: 'copy',
          label: 'copy public.orders',
          needs: ['schema:1'],
          weight: 300,
          action: { type: 'sql', statements: ["SELECT 'not for programs'"] },
        },
      ],
      hash: 'abc',
      tables: [],
      leftOut: [{ table: 'public.logs', reason: '--exclude-table' }],
    }),
    runs: async () => [
      {
        runId: 'r1',
        createdAt: '2026-11-20T02:00:00.000Z',
        updatedAt: '2026-11-20T02:01:00.000Z',
        state: 'paused',
        verdict: 'stopped',
        source: 'a:1/x',
        target: 'b:2/y',
        progress: 0.4,
        stoppedAt: 'copy public.orders',
        resumable: true,
        reportPath: undefined,
      },
    ],
    pause: () => calls.push('pause'),
    proceed: () => calls.push('proceed'),
    async stop() {
      calls.push('stop');
    },
    async close() {
      calls.push('close');
    },
  };

  async function play(name: keyof Script, ...args: readonly (string | undefined)[]): Promise<CommandResult> {
    calls.push([name, ...args.filter((arg) => arg !== undefined)].join(' '));
    return (await script[name]?.(engine)) ?? verified;
  }
  return engine;
}
