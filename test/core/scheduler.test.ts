import { expect, test } from 'vitest';
import { CutoverError } from '../../core/errors.ts';
import type { RetryLimits } from '../../core/patience.ts';
import type { Step } from '../../core/plan/types.ts';
import { Scheduler, type StepRunner } from '../../core/scheduler.ts';
import { planStep } from '../support/plans.ts';

/** A runner whose steps end when the test says so. */
class Hand implements StepRunner {
  readonly log: string[] = [];
  readonly running = new Map<string, { finish: () => void; fail: (error: CutoverError) => void }>();
  #heard = Promise.withResolvers<void>();

  async execute(steps: readonly Step[], _attempt: number, signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const name = steps.map((each) => each.id).join('+');
    this.running.set(name, { finish: resolve, fail: reject });
    signal.addEventListener('abort', () => reject(new CutoverError('stopped', 'stopped', { hint: '' })));
    this.#hear();
    try {
      await promise;
    } finally {
      this.running.delete(name);
    }
  }
  started(current: Step): void {
    this.log.push(`start ${current.id}`);
  }
  finished(current: Step): void {
    this.log.push(`finish ${current.id}`);
    this.#hear();
  }
  failed(current: Step, error: CutoverError, attempt: number, willRetry: boolean): void {
    this.log.push(`fail ${current.id} ${error.code} ${attempt}${willRetry ? ' again' : ''}`);
    this.#hear();
  }

  /** Ends a step, or a batch: `a+b`. */
  async finish(id: string): Promise<void> {
    (await this.#runningStep(id)).finish();
    await this.until(() => id.split('+').every((each) => this.log.includes(`finish ${each}`)));
  }
  /** Ends a batch with an error: its steps go on one by one. */
  async breakUp(id: string, error: CutoverError): Promise<void> {
    (await this.#runningStep(id)).fail(error);
    await this.until(() => !this.running.has(id));
  }
  async fail(id: string, error: CutoverError): Promise<void> {
    const before = this.log.length;
    (await this.#runningStep(id)).fail(error);
    await this.until(() => this.log.slice(before).some((line) => line.startsWith(`fail ${id}`)));
  }
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await this.#heard.promise;
  }
  async #runningStep(id: string) {
    await this.until(() => this.running.has(id));
    const found = this.running.get(id);
    if (!found) throw new Error(`${id} is not running`);
    return found;
  }
  #hear(): void {
    this.#heard.resolve();
    this.#heard = Promise.withResolvers<void>();
  }
}

function schedule(
  steps: readonly Step[],
  jobs: number,
  done: readonly string[] = [],
  limits: RetryLimits = {},
  retryDelayMs = 1,
) {
  const hand = new Hand();
  const scheduler = new Scheduler({ steps, jobs, done: new Set(done), runner: hand, limits, retryDelayMs });
  return { hand, scheduler, result: scheduler.run() };
}

const broken = new CutoverError('step.failed', 'broken', { hint: '' });
const deadlock = new CutoverError('step.failed', 'deadlock', { hint: '', sqlState: '40P01', transient: true });
const passing = new CutoverError('connection.lost', 'cut', { hint: '', transient: true });

test('a step starts only when everything that it needs is done', async () => {
  const { hand, result } = schedule([planStep('a'), planStep('b'), planStep('c', ['a', 'b'])], 3);
  await hand.finish('a');
  expect(hand.log).not.toContain('start c');
  await hand.finish('b');
  await hand.finish('c');
  expect(await result).toMatchObject({ outcome: 'done', failures: [], blocked: [] });
});

test('the step with the longest path behind it goes first', async () => {
  const steps = [
    planStep('small', [], { weight: 5 }),
    planStep('first of a chain', [], { weight: 1 }),
    planStep('large', [], { weight: 50 }),
    planStep('end of the chain', ['first of a chain'], { weight: 100 }),
  ];
  const { hand, result } = schedule(steps, 1);
  for (const id of ['first of a chain', 'end of the chain', 'large', 'small']) await hand.finish(id);
  await result;
  expect(hand.log.filter((line) => line.startsWith('start'))).toEqual([
    'start first of a chain',
    'start end of the chain',
    'start large',
    'start small',
  ]);
});

test('indexes start as soon as their table is there, ahead of the smaller tables that wait for a job', async () => {
  const copies = [40, 30, 20, 10].map((weight) => planStep(`copy ${weight}`, [], { kind: 'copy', weight }));
  const indexes = ['first', 'second'].map((id) => planStep(id, ['copy 40'], { kind: 'index', weight: 25 }));
  const verify = planStep('verify 40', ['copy 40'], { kind: 'verify', phase: 'verify', weight: 20 });
  const { hand, result } = schedule([...copies, ...indexes, verify], 2);
  await hand.finish('copy 40');
  expect([...hand.running.keys()]).toEqual(['copy 30', 'first']);
  await hand.finish('copy 30');
  expect([...hand.running.keys()]).toEqual(['first', 'second']);
  for (const id of ['first', 'second', 'copy 20', 'verify 40', 'copy 10']) await hand.finish(id);
  expect((await result).outcome).toBe('done');
});

test('no job is idle while a step may start', async () => {
  const copies = [5, 4, 3, 2, 1].map((weight) => planStep(`copy ${weight}`, [], { kind: 'copy', weight }));
  const indexes = copies.map(({ id, weight }) => planStep(`index of ${id}`, [id], { kind: 'index', weight }));
  const { hand, result } = schedule([...copies, ...indexes], 3);
  const isWaiting = (): boolean => !copies.every(({ id }) => hand.log.includes(`start ${id}`));
  const busy: number[] = [];
  for (let left = copies.length + indexes.length; left > 0; left -= 1) {
    if (isWaiting()) busy.push(hand.running.size);
    await hand.finish([...hand.running.keys()][0] ?? '');
  }
  expect(new Set(busy)).toEqual(new Set([3]));
  expect((await result).outcome).toBe('done');
});

test('never more steps at once than jobs, and none that another one would wait for in the server', async () => {
  const held = (id: string, mode: 'shared' | 'exclusive'): Step => planStep(id, [], { holds: [{ table: 't', mode }] });
  const { hand, result } = schedule([held('alone', 'exclusive'), held('x', 'shared'), held('y', 'shared')], 3);
  await hand.until(() => hand.running.size > 0);
  expect([...hand.running.keys()]).toEqual(['alone']);
  await hand.finish('alone');
  await hand.until(() => hand.running.size === 2);
  await hand.finish('x');
  await hand.finish('y');
  expect((await result).outcome).toBe('done');
});

test('a step that fails for good stops only what needs it', async () => {
  const { hand, result } = schedule([planStep('a'), planStep('b', ['a']), planStep('c'), planStep('d', ['c'])], 2);
  await hand.fail('a', broken);
  await hand.finish('c');
  await hand.finish('d');
  const { outcome, failures, blocked } = await result;
  expect(outcome).toBe('failed');
  expect(failures.map((failure) => failure.step.id)).toEqual(['a']);
  expect(blocked.map((each) => each.id)).toEqual(['b']);
});

test('an error that can pass is tried again, and told as such; one that cannot is not', async () => {
  const { hand, result } = schedule([planStep('a')], 1);
  await hand.fail('a', passing);
  await hand.fail('a', passing);
  await hand.finish('a');
  expect((await result).outcome).toBe('done');
  expect(hand.log).toEqual(['start a', 'fail a connection.lost 1 again', 'fail a connection.lost 2 again', 'finish a']);
});

test('retries end: the last failure is the result', async () => {
  const { hand, result } = schedule([planStep('a')], 1);
  for (let attempt = 1; attempt <= 5; attempt += 1) await hand.fail('a', deadlock);
  expect(await result).toMatchObject({ outcome: 'failed', failures: [{ error: { sqlState: '40P01' } }] });
  expect(hand.log.at(-1)).toBe('fail a step.failed 5');
});

test('a lost connection is tried again for as long as the patience lasts, however often that is', async () => {
  const { hand, result } = schedule([planStep('a')], 1);
  for (let attempt = 1; attempt <= 8; attempt += 1) await hand.fail('a', passing);
  await hand.finish('a');
  expect((await result).outcome).toBe('done');
  const impatient = schedule([planStep('a')], 1, [], { connectionPatienceMs: 0 });
  await impatient.hand.fail('a', passing);
  expect(await impatient.result).toMatchObject({
    outcome: 'failed',
    failures: [{ error: { code: 'connection.lost' } }],
  });
});

test('a stop does not wait for the pause before a retry', async () => {
  const { hand, scheduler, result } = schedule([planStep('a')], 1, [], {}, 3_600_000);
  await hand.fail('a', passing);
  await scheduler.stop(3_600_000);
  expect(await result).toMatchObject({ outcome: 'stopped', failures: [] });
});

test('a lost lock of the target ends the schedule: what it brought down is no failure and comes again', async () => {
  const { hand, scheduler, result } = schedule([planStep('a'), planStep('b'), planStep('c', ['a'])], 2);
  await hand.until(() => hand.running.size === 2);
  scheduler.pause();
  scheduler.lose('target');
  await hand.fail('a', passing);
  await hand.finish('b');
  expect(await result).toMatchObject({ outcome: 'target-lost', failures: [] });
  expect(hand.log).toContain('fail a connection.lost 1 again');
});

test('a pause starts nothing new, and proceed goes on', async () => {
  const { hand, scheduler, result } = schedule([planStep('a'), planStep('b', ['a'])], 1);
  scheduler.pause();
  await hand.finish('a');
  expect(hand.log).not.toContain('start b');
  scheduler.proceed();
  await hand.finish('b');
  expect((await result).outcome).toBe('done');
});

test('a stop lets running steps end, and leaves the rest for a resume', async () => {
  const { hand, scheduler, result } = schedule([planStep('a'), planStep('b', ['a'])], 1);
  await hand.until(() => hand.running.has('a'));
  const stopping = scheduler.stop(60_000);
  await hand.finish('a');
  await stopping;
  expect(await result).toMatchObject({ outcome: 'stopped', failures: [] });
  expect(hand.log).toEqual(['start a', 'finish a']);
});

test('a stop whose grace is over rolls running steps back, and that is no failure', async () => {
  const { hand, scheduler, result } = schedule([planStep('a'), planStep('b')], 2);
  await hand.until(() => hand.running.size === 2);
  await scheduler.stop(0);
  expect(await result).toMatchObject({ outcome: 'stopped', failures: [] });
  expect(hand.log).toEqual(['start a', 'start b']);
});

test('a lost snapshot ends the schedule, so that another can be taken; running steps end first', async () => {
  const { hand, result } = schedule([planStep('a'), planStep('b'), planStep('c', ['a'])], 2);
  await hand.until(() => hand.running.size === 2);
  hand.running.get('a')?.fail(new CutoverError('source.snapshot-lost', 'gone', { hint: '' }));
  await hand.finish('b');
  expect(await result).toMatchObject({ outcome: 'source-lost', failures: [] });
});

test('what is done already is not done again', async () => {
  const { hand, result } = schedule([planStep('a'), planStep('b', ['a'])], 1, ['a']);
  await hand.finish('b');
  expect((await result).outcome).toBe('done');
  expect(hand.log).toEqual(['start b', 'finish b']);
});

const small: Partial<Step> = { batch: 'sql' };

test('small steps of one kind run together, and every job gets its share of them', async () => {
  const steps = ['a', 'b', 'c', 'd'].map((id) => planStep(id, [], small));
  const { hand, result } = schedule(steps, 2);
  await hand.finish('a+b');
  await hand.finish('c+d');
  expect((await result).outcome).toBe('done');
});

test('definitions are made by no more jobs than the target has cores; other steps take the jobs that are left', async () => {
  const definition = (id: string): Step => planStep(id, [], { ...small, phase: 'schema' });
  const steps = [...['a', 'b', 'c', 'd', 'e', 'f'].map(definition), planStep('x', [], { phase: 'copy' })];
  const hand = new Hand();
  const scheduler = new Scheduler({ steps, jobs: 4, cores: 2, done: new Set(), runner: hand });
  const result = scheduler.run();
  await hand.until(() => hand.running.size === 3);
  expect([...hand.running.keys()]).toEqual(['a+b+c', 'd+e+f', 'x']);
  await hand.breakUp('a+b+c', broken);
  for (const id of ['a', 'b', 'c', 'd+e+f', 'x']) await hand.finish(id);
  expect((await result).outcome).toBe('done');
});

test('definitions that wait for a job with a core are made when one ends', async () => {
  const steps = ['a', 'b', 'c'].map((id) => planStep(id, [], { ...small, phase: 'schema', weight: 10 * 1024 ** 2 }));
  const hand = new Hand();
  const result = new Scheduler({ steps, jobs: 4, cores: 2, done: new Set(), runner: hand }).run();
  await hand.until(() => hand.running.size === 2);
  expect([...hand.running.keys()]).toEqual(['a', 'b']);
  await hand.finish('a');
  await hand.finish('c');
  await hand.finish('b');
  expect((await result).outcome).toBe('done');
});

test('a chain of small steps runs as one, as far as nothing else is needed', async () => {
  const steps = [
    planStep('a', [], small),
    planStep('b', ['a'], small),
    planStep('x'),
    planStep('c', ['b', 'x'], small),
  ];
  const { hand, result } = schedule(steps, 2);
  await hand.finish('a+b');
  expect(hand.log).not.toContain('start c');
  await hand.finish('x');
  await hand.finish('c');
  expect((await result).outcome).toBe('done');
});

test('a batch that fails goes on step by step: each has its own error, and only what needs a failed one waits', async () => {
  const steps = [
    planStep('a', [], small),
    planStep('b', ['a'], small),
    planStep('c', ['b'], small),
    planStep('d', ['a'], small),
  ];
  const { hand, result } = schedule(steps, 1);
  await hand.breakUp('a+b+d+c', broken);
  await hand.finish('a');
  await hand.fail('b', broken);
  await hand.finish('d');
  const { outcome, failures, blocked } = await result;
  expect(outcome).toBe('failed');
  expect(failures.map((failure) => failure.step.id)).toEqual(['b']);
  expect(blocked.map((each) => each.id)).toEqual(['c']);
});

test('no batch holds a table that a running step holds', async () => {
  const on = (table: string): Partial<Step> => ({ ...small, holds: [{ table, mode: 'exclusive' }] });
  const steps = [
    planStep('large', [], { weight: 9, holds: [{ table: 't', mode: 'exclusive' }] }),
    planStep('a', [], on('t')),
    planStep('b', [], on('u')),
  ];
  const { hand, result } = schedule(steps, 2);
  await hand.finish('b');
  expect(hand.log).not.toContain('start a');
  await hand.finish('large');
  await hand.finish('a');
  expect((await result).outcome).toBe('done');
});

test('a batch whose connection is lost is tried again as a batch: no step of it has failed', async () => {
  const { hand, result } = schedule([planStep('a', [], small), planStep('b', ['a'], small)], 1);
  await hand.breakUp('a+b', passing);
  await hand.finish('a+b');
  expect((await result).outcome).toBe('done');
  expect(hand.log).toContain('fail b connection.lost 1 again');
});

const tolerated: Partial<Step> = { tolerated: true };

test('what comes after a tolerated step starts when that has ended, good or not; what needs it is given up', async () => {
  const steps = [
    planStep('a', [], tolerated),
    planStep('b', [], { ...tolerated, after: ['a'] }),
    planStep('needs a', ['a'], tolerated),
    planStep('needs that', ['needs a']),
    planStep('last', [], { after: ['a', 'b', 'needs that', 'needs a'] }),
  ];
  const { hand, result } = schedule(steps, 2);
  await hand.fail('a', broken);
  expect(hand.log).not.toContain('start last');
  await hand.finish('b');
  await hand.finish('last');
  const { outcome, failures, blocked } = await result;
  expect(outcome).toBe('failed');
  expect(failures.map((failure) => failure.step.id)).toEqual(['a']);
  expect(blocked.map((each) => each.id)).toEqual(['needs a', 'needs that']);
});

test('what comes after a step that is not tolerated waits for good when it fails, and for what that holds up', async () => {
  const steps = [
    planStep('copy'),
    planStep('index', ['copy'], tolerated),
    planStep('trigger', [], { after: ['index', 'copy'] }),
  ];
  const { hand, result } = schedule(steps, 2);
  await hand.fail('copy', broken);
  const { failures, blocked } = await result;
  expect(failures.map((failure) => failure.step.id)).toEqual(['copy']);
  expect(blocked.map((each) => each.id)).toEqual(['index', 'trigger']);
});

test('a batch of tolerated steps that fails goes on past each failure, and past nothing else', async () => {
  const steps = [
    planStep('a', [], { ...small, ...tolerated }),
    planStep('b', [], { ...small, ...tolerated, after: ['a'] }),
    planStep('c', ['b'], { ...small, ...tolerated }),
    planStep('d', [], { ...small, ...tolerated, after: ['c'] }),
    planStep('e', [], { ...small, after: ['d'] }),
    planStep('f', [], { ...small, after: ['e'] }),
  ];
  const { hand, result } = schedule(steps, 1);
  await hand.breakUp('a+b+c+d+e+f', broken);
  await hand.finish('a');
  await hand.fail('b', broken);
  await hand.finish('d');
  await hand.fail('e', broken);
  const { failures, blocked } = await result;
  expect(failures.map((failure) => failure.step.id)).toEqual(['b', 'e']);
  expect(blocked.map((each) => each.id)).toEqual(['c', 'f']);
});
