import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { CutoverError, type connect, parseAddress, withPassword } from '../core/index.ts';
import type { ConnectionSettings } from './connection-settings.ts';

export interface Terminal {
  readonly stdin: NodeJS.ReadStream;
  readonly stderr: NodeJS.WriteStream;
}

/**
 * Asks for the passwords that the servers want and nothing has, as psql does: only after a server has asked.
 * ~/.pgpass and trust are found out by trying. Other failures to connect are left for the checks to explain.
 */
export async function askForPasswords(
  settings: ConnectionSettings,
  ends: readonly ('source' | 'target')[],
  tryToConnect: typeof connect,
  ask: (question: string) => Promise<string>,
): Promise<ConnectionSettings> {
  const urls = { source: settings.sourceUrl, target: settings.targetUrl };
  for (const end of ends) {
    const address = parseAddress(urls[end], end);
    if (address.password !== undefined) continue;
    if (!(await wantsPassword(end, urls[end], tryToConnect))) continue;
    const password = await ask(`Password of ${address.user} on the ${end} (${address.host}:${address.port}): `);
    if (password !== '') urls[end] = withPassword(urls[end], password);
  }
  return { ...settings, sourceUrl: urls.source, targetUrl: urls.target };
}

async function wantsPassword(end: 'source' | 'target', url: string, tryToConnect: typeof connect): Promise<boolean> {
  try {
    const session = await tryToConnect({ end, url, purpose: 'password' });
    await session.close();
    return false;
  } catch (error) {
    return error instanceof CutoverError && error.code === 'connection.password';
  }
}

/** Reads one line from the terminal without showing it. The question goes to stderr: stdout may be a pipe. */
export function askHidden({ stdin, stderr }: Terminal, question: string): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: silent, terminal: true });
  stderr.write(question);
  return new Promise<string>((resolve, reject) => {
    let isAnswered = false;
    lines.once('line', (answer) => {
      isAnswered = true;
      lines.close();
      resolve(answer);
    });
    // Ctrl-C and Ctrl-D end the interface; in raw mode no signal comes.
    lines.once('close', () => {
      stderr.write('\n');
      if (!isAnswered) {
        reject(
          new CutoverError('config.invalid', 'no password was given', {
            hint: 'Put it into the URL, into PGPASSWORD or into ~/.pgpass.',
          }),
        );
      }
    });
  });
}
