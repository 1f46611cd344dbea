import { createWriteStream } from 'node:fs';
import { chmod, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Session } from '../../postgres/session.ts';
import { type LedgerUser, readMapping } from './mapping.ts';
import { makeFolder } from '../../folders.ts';

/** For how long the file must be kept: who refers to an old id has that long to ask. In days. */
const retentionDays = 90;

/**
 * Writes `user-mapping.json` (0600) into the run's folder, row by row, and in place of a former one only when it is
 * whole. Gives its path. Throws what the file system says.
 */
export async function writeMappingFile(target: Session, runId: string, folder: string, now: Date): Promise<string> {
  const retainUntil = new Date(now.getTime() + retentionDays * 86_400_000);
  const head = { generatedAt: now.toISOString(), retainUntil: retainUntil.toISOString() };
  return await writeUsers(folder, 'user-mapping.json', head, 'mappings', readMapping(target, runId), (user) => ({
    supabaseUserId: user.supabaseUserId,
    stackAuthUserId: user.stackUserId,
    email: user.email ?? null,
    migratedAt: user.migratedAt,
  }));
}

/** Writes `user-resets.json` beside it: who has not been sent a reset mail when the ledger goes. */
export async function writeResetsFile(target: Session, runId: string, folder: string, now: Date): Promise<string> {
  const head = { generatedAt: now.toISOString() };
  return await writeUsers(folder, 'user-resets.json', head, 'users', readMapping(target, runId), (user) =>
    needsReset(user)
      ? { stackAuthUserId: user.stackUserId, email: user.email ?? null, name: user.name ?? null }
      : undefined,
  );
}

/** True for a user who must set a password and has not been sent the way to it. */
export function needsReset(user: Pick<LedgerUser, 'password' | 'resetSentAt'>): boolean {
  return user.password === 'reset' && user.resetSentAt === undefined;
}

async function writeUsers(
  folder: string,
  name: string,
  head: Readonly<Record<string, string>>,
  key: string,
  pages: AsyncIterable<readonly LedgerUser[]>,
  entry: (user: LedgerUser) => object | undefined,
): Promise<string> {
  await makeFolder(folder, 0o700);
  const path = join(folder, name);
  const unfinished = `${path}.unfinished`;
  async function* lines(): AsyncGenerator<string> {
    yield `${JSON.stringify(head, null, 2).replace(/\n\}$/, `,\n  ${JSON.stringify(key)}: [`)}`;
    let first = true;
    for await (const page of pages) {
      const entries = page.map(entry).filter((each) => each !== undefined);
      const text = entries.map((each) => `\n    ${JSON.stringify(each)}`).join(',');
      if (text === '') continue;
      yield first ? text : `,${text}`;
      first = false;
    }
    yield '\n  ]\n}\n';
  }
  await pipeline(Readable.from(lines()), createWriteStream(unfinished, { mode: 0o600 }));
  await chmod(unfinished, 0o600);
  await rename(unfinished, path);
  return path;
}
