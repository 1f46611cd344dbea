import { expect, test } from 'vitest';
import { eventOf, killedArguments } from '../../src/commands/drill.ts';
import { runMain } from '../support/run-main.ts';

test('the run that will be killed gets every flag but those of the drill, and no connection by argument', () => {
  const argv = [
    'run',
    '--drill',
    '--go',
    '--source',
    'postgres://a:pw@h/s',
    '--target=postgres://b:pw@h/t',
    '--jobs',
    '2',
  ];
  const args = killedArguments([...argv, '--profile', 'shop', '--on-failure', 'rollback', '--plain']);
  expect(args.join(' ')).toBe('run --jobs 2 --profile shop --go --json --no-input --on-failure pause');
});

test('a drill of production is refused before anything is touched', async () => {
  const profile = { name: 'shop', environment: 'production' };
  const result = await runMain(
    ['run', '--go', '--drill', '--config', 'shop.json', '--source', 'postgres://a@h/s', '--target', 'postgres://a@h/t'],
    { files: { 'shop.json': JSON.stringify(profile) } },
  );
  expect(result.code).toBe(2);
  expect(result.stderr).toContain('it is for rehearsals only');
});

test('a line that the kill has cut off is no event, and no error', () => {
  const line = '{"v":1,"at":"2026-11-20T02:00:00.000Z","type":"phase.started","phase":"copy"}';
  expect(eventOf(line)).toMatchObject({ type: 'phase.started', phase: 'copy' });
  expect(eventOf(line.slice(0, 40))).toBeUndefined();
  expect(eventOf('{"type":"unknown"}')).toBeUndefined();
});
