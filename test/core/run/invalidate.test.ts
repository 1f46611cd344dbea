import { expect, test } from 'vitest';
import type { LedgerStep } from '../../../core/ledger.ts';
import { bridgeNeeds, portionsToRetract, stepsToRetract } from '../../../core/run/invalidate.ts';
import { planStep } from '../../support/plans.ts';

function done(
  id: string,
  kind: LedgerStep['kind'],
  needs: readonly string[],
  more: Partial<LedgerStep> = {},
): LedgerStep {
  const step = planStep(id, needs, { kind, phase: 'copy' });
  return { ...step, state: 'done', attempt: 1, rows: 1, bytes: 1, finishedAt: undefined, ...more };
}

test('where several tables fill one, a change in one of them has all of them copied again', () => {
  const into = { schema: 'public', name: 'whole', tree: true, shared: true };
  const copy = (name: string, shared: boolean): LedgerStep =>
    done(`copy ${name}`, 'copy', [], {
      table: name,
      action: { type: 'copy', schema: 'public', name, columns: [], format: 'text', ...(shared ? { into } : {}) },
    });
  const taken = stepsToRetract([copy('a', true), copy('b', true), copy('c', false)], new Set(['a']));
  expect(taken.map(({ id }) => id)).toEqual(['copy b', 'copy a']);
  // A crash between the two would leave one as done whose rows the other has taken along.
  expect(portionsToRetract(taken).map((portion) => portion.map(({ id }) => id))).toEqual([['copy b', 'copy a']]);
});

const steps: readonly LedgerStep[] = [
  done('table a', 'schema', []),
  done('table b', 'schema', ['table a']),
  done('copy a', 'copy', ['table b'], { table: 'a' }),
  done('copy b', 'copy', ['table b'], { table: 'b' }),
  done('index a', 'index', ['copy a'], { table: 'a' }),
  done('index b', 'index', ['copy b'], { table: 'b' }),
  done('key b to a', 'foreign-key', ['copy a', 'copy b', 'index a'], { retract: ['drop'] }),
  done('validate', 'validate', ['key b to a']),
  done('position', 'sequence', ['table b']),
  done('barrier', 'barrier', ['copy a', 'copy b', 'index a', 'index b', 'validate', 'position']),
  done('refresh', 'refresh', ['barrier']),
  done('comment', 'post', ['refresh']),
  done('trigger', 'post', ['comment'], { retract: ['drop'] }),
  done('analyze a', 'analyze', ['copy a']),
  done('analyze b', 'analyze', ['copy b']),
  done('verify b', 'verify', ['copy b']),
];

test('nothing changed: only sequences and verifications are done anew', () => {
  expect(stepsToRetract(steps, new Set()).map((step) => step.id)).toEqual(['verify b', 'position']);
});

test('a changed table takes back what stands in its way, last made first, and keeps its indexes and other tables', () => {
  expect(stepsToRetract(steps, new Set(['a'])).map((step) => step.id)).toEqual([
    'verify b',
    'analyze a',
    'trigger',
    'refresh',
    'barrier',
    'position',
    'validate',
    'key b to a',
    'copy a',
  ]);
});

test('a changed table that was not copied yet costs nothing', () => {
  const pending = steps.map((step) => (step.id === 'copy a' ? { ...step, state: 'pending' as const } : step));
  expect(stepsToRetract(pending, new Set(['a'])).map((step) => step.id)).toEqual(['verify b', 'position']);
});

test('what comes back waits for what is done again, however many finished steps lie between', () => {
  const retracted = new Set(stepsToRetract(steps, new Set(['a'])).map((step) => step.id));
  const finished = new Set(steps.map((step) => step.id).filter((id) => !retracted.has(id)));
  const bridged = new Map(bridgeNeeds(steps, finished).map((step) => [step.id, step.needs]));
  expect(bridged.get('trigger')).toEqual(['refresh']);
  expect(bridged.get('barrier')).toEqual(['copy a', 'validate', 'position']);
  expect(bridged.get('key b to a')).toEqual(['copy a']);
});

test('what comes after a step that is done waits for what that waited for and is to be done again', () => {
  const kept = [
    done('copy', 'copy', []),
    done('index', 'index', ['copy']),
    done('barrier', 'barrier', [], { after: ['index'] }),
    done('comment', 'post', ['barrier']),
    done('trigger', 'post', [], { after: ['comment'] }),
    done('policy', 'post', ['comment']),
  ];
  const bridged = bridgeNeeds(kept, new Set(['index', 'barrier', 'comment']));
  expect(bridged.find((step) => step.id === 'trigger')).toMatchObject({ needs: [], after: ['copy'] });
  expect(bridged.find((step) => step.id === 'policy')).toMatchObject({ needs: [], after: ['copy'] });
});
