import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { CutoverError } from '../../core/errors.ts';
import { commandNames } from '../../src/commands/table.ts';
import { type Invocation, parseArgs } from '../../src/args.ts';
import { runOptions } from '../../src/flags.ts';

const words = (line: string): string[] => line.split(' ').filter((word) => word !== '');

function parse(line: string): Invocation {
  const parsed = parseArgs(words(line), '0.1.0');
  if (parsed.kind !== 'run') throw new TypeError('help or version');
  return parsed;
}

function refusal(args: readonly string[]): CutoverError {
  try {
    parseArgs(args, '0.1.0');
  } catch (error) {
    if (error instanceof CutoverError) return error;
    throw error;
  }
  throw new TypeError(`'${args.join(' ')}' was accepted`);
}

test.each([
  ['', 'wizard'],
  ['demo', 'demo'],
  ['check', 'check'],
  ['estimate', 'estimate'],
  ['plan', 'plan'],
  ['run --go', 'run'],
  ['resume', 'resume'],
  ['verify', 'verify'],
  ['rollback --confirm shop', 'rollback'],
  ['finalize --confirm shop', 'finalize'],
  ['runs', 'runs'],
  ['users resets', 'users'],
  ['report r7 --open', 'report'],
  ['backup --all-profiles', 'backup'],
  ['restore d --confirm shop --overwrite-newer', 'restore'],
  ['migrations lint', 'migrations'],
  ['drift --emit toward target --allow risky', 'drift'],
  ['seed --tables public.plans', 'seed'],
])("'cutover %s' is the command %s", (line, command) => {
  expect(parse(line).command).toBe(command);
});

test('flags stand before or after the command', () => {
  const expected = parse('run --go --json --jobs 8 --exclude-table a b');
  expect(parse('--json --jobs 8 run --exclude-table a b --go')).toEqual(expected);
  expect(parse('--jobs=8 --exclude-table a run --json --exclude-table b --go')).toEqual(expected);
});

test('the id of a run stands behind the commands that take one', () => {
  expect(parse('--json resume 7f3a').runId).toBe('7f3a');
  expect(parse('rollback 7f3a --confirm shop').runId).toBe('7f3a');
  expect(parse('resume').runId).toBeUndefined();
});

test('every flag of a run reaches its options', () => {
  const { flags } = parse(
    'run --go --jobs 8 --schemas public,billing --exclude-table log.* tmp_? --exclude-table x --skip-large 1.5GiB --without-extension pg_net --without-extension wrappers ' +
      '--fk trust --on-failure pause --keep-going --verify counts --storage api --storage-jobs 3 --storage-dir /files --existing-buckets rename --verify-storage sample:12.5% --override disk=enough --override a.b=x=y',
  );
  expect(runOptions(flags, true)).toEqual({
    jobs: 8,
    schemas: ['public', 'billing'],
    excludeTables: ['log.*', 'tmp_?', 'x'],
    skipLargeBytes: 1.5 * 1024 ** 3,
    withoutExtensions: ['pg_net', 'wrappers'],
    schema: 'dump',
    existingRows: 'refuse',
    foreignKeys: 'trust',
    onFailure: 'pause',
    keepGoing: true,
    verify: 'counts',
    storage: 'api',
    storageJobs: 3,
    storageFolder: resolve('/files'),
    existingBuckets: 'rename',
    verifyStorage: 12.5,
    overrides: { disk: 'enough', 'a.b': 'x=y' },
  });
});

test('a failure rolls back where nobody watches, and pauses in the wizard', () => {
  const { flags } = parse('');
  expect([runOptions(flags, true).onFailure, runOptions(flags, false).onFailure]).toEqual(['rollback', 'pause']);
});

test.each([
  ['500MB', 500_000_000],
  ['5GB', 5_000_000_000],
  ['1GiB', 1_073_741_824],
  ['4096', 4096],
])('--skip-large %s is %i bytes', (text, bytes) => {
  expect(parse(`check --skip-large ${text}`).flags.skipLarge).toBe(bytes);
});

test.each([
  [['migrate'], "'migrate' is not a command", 'demo, check'],
  [['restore'], "missing required argument 'folder'", '--help'],
  [['restore', 'd'], 'needs --confirm', "target's database"],
  [['backup', '--all-profiles', '--source', 'postgres://h/d'], '--all-profiles', '--source'],
  [['backup', '--overwrite-newer'], 'unknown option', '--help'],
  [['drift', '--emit', 'source'], '--emit is followed by toward and source', '--help'],
  [['drift', '--emit', 'toward', 'nowhere'], "not 'toward nowhere'", '--help'],
  [['drift', '--compare', 'source,moon'], '--compare is a list of source, target', '--help'],
  [['drift', '--allow', 'breaking'], "--allow is harmless or risky, not 'breaking'", '--help'],
  [['migrations'], "'cutover migrations' needs to know what", 'lint'],
  [['users'], "'cutover users' needs to know what", 'send-resets'],
  [['wizard'], "'wizard' is not a command", 'runs'],
  [['run', '--go', '--auth', 'magic'], '--auth is supabase, plain, stack or none', '--help'],
  [['run', '--go', '--storage', 'ftp'], '--storage is api, directory or none', '--help'],
  [['run', '--go', '--verify-storage', 'half'], '--verify-storage is all or sample:N%', '--help'],
  [['run', '--go', '--tables', 'a'], "unknown option '--tables'", '--help'],
  [['run', '--go', '--schema', 'mine'], '--schema is dump, migrations or existing', '--help'],
  [
    ['run', '--go', '--existing-rows', 'set-aside'],
    '--existing-rows is about tables that the target keeps',
    '--schema existing',
  ],
  [
    ['check', '--schema', 'existing', '--without-extension', 'x'],
    '--without-extension has nothing to leave out',
    'give one',
  ],
  [['--frob'], "unknown option '--frob'", '--help'],
  [['runs', '--jobs', '2'], "unknown option '--jobs'", '--help'],
  [['check', '--go'], "unknown option '--go'", '--help'],
  [['runs', 'extra'], 'too many arguments', '--help'],
  [['--profile'], 'argument missing', '--help'],
  [['run'], 'needs your go', '--go'],
  [['run', '--only-table', 'log'], 'needs your go', '--go'],
  [
    ['run', '--go', '--only-table', 'log', '--fk', 'trust'],
    '--fk means nothing beside --only-table',
    'leave the flag out',
  ],
  [
    ['run', '--go', '--drill', '--only-table', 'log'],
    '--drill means nothing beside --only-table',
    'leave the flag out',
  ],
  [['finalize'], 'needs --confirm', '--confirm'],
  [['resume', '../../etc'], 'not the id of a run', 'cutover runs'],
  [['--json', '--plain', 'runs'], '--json and --plain', 'one of the two'],
  [['--profile', 'a', '--config', 'b', 'check'], '--profile and --config', 'profile'],
  [['--source', 'postgres://h/d', '--target', 'postgres://h/d', 'check'], 'are the same', '--target'],
  [['verify', '--verify', 'none'], 'would verify nothing', '--verify counts'],
  [['check', '--jobs', 'many'], "--jobs is a whole number from 1 to 64, not 'many'", '--help'],
  [['check', '--jobs', '0'], '--jobs', '--help'],
  [['check', '--jobs', '65'], '--jobs', '--help'],
  [['check', '--jobs', '2.5'], '--jobs', '--help'],
  [['check', '--schemas', 'a,,b'], '--schemas is a list', '--help'],
  [['check', '--exclude-table', ''], '--exclude-table needs a pattern', '--help'],
  [['check', '--skip-large', 'big'], "--skip-large is a size such as 500MB, 5GB or 1GiB, not 'big'", '--help'],
  [['check', '--skip-large', '-1'], '--skip-large', '--help'],
  [['check', '--skip-large', '0'], '--skip-large', '--help'],
  [['check', '--fk', 'maybe'], "--fk is validate or trust, not 'maybe'", '--help'],
  [['run', '--go', '--on-failure', 'cry'], "--on-failure is pause or rollback, not 'cry'", '--help'],
  [['run', '--go', '--verify', 'all'], "--verify is none, counts or checksums, not 'all'", '--help'],
  [['check', '--override', 'disk'], '--override is CHECK=REASON', '--help'],
  [['check', '--override', 'disk='], '--override is CHECK=REASON', '--help'],
  [['check', '--override', 'a=b', '--override', 'a=c'], "names the check 'a' twice", '--help'],
  [['--log-level', 'loud', 'runs'], '--log-level is debug, info, warn or error', '--help'],
  [['demo', '--scale', '0'], '--scale is a number above 0', '--help'],
  [['demo', '--scale', 'x'], '--scale', '--help'],
  [['--state-dir', '', 'runs'], '--state-dir needs a folder', '--help'],
])('%j is refused, and the operator is told why and what to do', (args, message, hint) => {
  const error = refusal(args);
  expect(error.code).toBe('config.invalid');
  expect(error.message).toContain(message);
  expect(error.message).not.toMatch(/\n|^error/);
  expect(error.hint).toContain(hint);
});

test('help lists every command, and the flags of one', () => {
  const all = parseArgs(['--help'], '0.1.0');
  const one = parseArgs(['help', 'run'], '0.1.0');
  const other = parseArgs(['runs', '--help'], '0.1.0');
  expect(all).toMatchObject({ kind: 'answer', text: expect.stringMatching(/demo[^]*check[^]*rollback[^]*finalize/) });
  expect(one).toMatchObject({
    kind: 'answer',
    text: expect.stringMatching(/--exclude-table[^]*--on-failure[^]*--json/),
  });
  expect(other).toMatchObject({ kind: 'answer', text: expect.not.stringContaining('--jobs') });
});

test('the version is a line of its own', () => {
  expect(parseArgs(['--version'], '0.1.0')).toEqual({ kind: 'answer', text: '0.1.0\n' });
  expect(parseArgs(['run', '--version'], '0.1.0')).toEqual({ kind: 'answer', text: '0.1.0\n' });
});

test('the help of every command fits into a terminal of 80 columns, and speaks of that command', () => {
  for (const name of commandNames) {
    const asked = parseArgs(name === 'wizard' ? ['--help'] : [name, '--help'], '1.2.3');
    const text = asked.kind === 'answer' ? asked.text : '';
    expect(
      text.split('\n').filter((line) => line.length > 80),
      name,
    ).toEqual([]);
  }
  const backup = parseArgs(['backup', '--help'], '1.2.3');
  expect(backup).toMatchObject({ text: expect.stringContaining('default: auth and') });
  expect(backup).toMatchObject({ text: expect.not.stringContaining('move these schemas') });
});
