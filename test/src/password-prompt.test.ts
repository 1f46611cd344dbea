import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { CutoverError } from '../../core/errors.ts';
import type { connect } from '../../core/postgres/session.ts';
import { askForPasswords, askHidden } from '../../src/password-prompt.ts';

/** A server that lets in whoever comes with this password; anybody where there is none. */
function serverWith(password: string | undefined): typeof connect {
  return (async ({ url }: { url: string }) => {
    if (password !== undefined && !url.includes(`:${password}@`)) {
      throw new CutoverError('connection.password', 'wrong', { hint: '' });
    }
    return { close: async () => undefined };
  }) as unknown as typeof connect;
}

const settings = { sourceUrl: 'postgres://me@a/x', targetUrl: 'postgres://you@b/y', supabase: {} };
const ends = ['source', 'target'] as const;

test('a password is asked for where the server wants one, by role and server', async () => {
  const questions: string[] = [];
  const answer = async (question: string): Promise<string> => {
    questions.push(question);
    return 'p/w';
  };
  const settled = await askForPasswords(settings, ends, serverWith('secret'), answer);
  expect(questions).toEqual(['Password of me on the source (a:5432): ', 'Password of you on the target (b:5432): ']);
  expect(settled).toMatchObject({ sourceUrl: 'postgres://me:p%2Fw@a/x', targetUrl: 'postgres://you:p%2Fw@b/y' });
});

const nobody = (): Promise<string> => Promise.reject(new TypeError('asked'));

test('nobody is asked where the server lets one in, or the URL has a password', async () => {
  expect(await askForPasswords(settings, ends, serverWith(undefined), nobody)).toEqual(settings);
  const withPasswords = { ...settings, sourceUrl: 'postgres://me:p@a/x', targetUrl: 'postgres://me:p@b/y' };
  expect(await askForPasswords(withPasswords, ends, serverWith('other'), nobody)).toEqual(withPasswords);
});

test('a server that cannot be reached is left to the checks', async () => {
  const unreachable = (() =>
    Promise.reject(new CutoverError('connection.refused', 'no', { hint: '' }))) as typeof connect;
  expect(await askForPasswords(settings, ends, unreachable, nobody)).toEqual(settings);
});

function terminal() {
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
  const stderr = new PassThrough();
  const shown: string[] = [];
  stderr.on('data', (chunk: Buffer) => shown.push(chunk.toString()));
  return { stdin, io: { stdin, stderr } as never, shown: () => shown.join('') };
}

test('what is typed is not shown', async () => {
  const { stdin, io, shown } = terminal();
  const answer = askHidden(io, 'Password: ');
  stdin.write('hun');
  stdin.write('ter2\r');
  expect(await answer).toBe('hunter2');
  expect(shown()).toBe('Password: \n');
});

test('Ctrl-C at the question ends it with what to do instead', async () => {
  const { stdin, io } = terminal();
  const answer = askHidden(io, 'Password: ');
  stdin.write('\u0003');
  await expect(answer).rejects.toMatchObject({ code: 'config.invalid', hint: expect.stringContaining('PGPASSWORD') });
});
