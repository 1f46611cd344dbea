import type { Session } from '../postgres/session.ts';
import { tableChecksum } from './checksum.ts';
import type { ComparedTable } from './compared.ts';
import { findRows } from './found-rows.ts';
import { withTargetSnapshot } from './rows.ts';
import type { VerifyItem } from './types.ts';

/** Differing users that one line has room for; all of them are named by their table. */
const usersShown = 5;

/** The formats that Supabase Auth writes and reads. [facts 13] */
const groupsSql = `
  SELECT coalesce(u.raw_app_meta_data ->> 'provider', 'no provider') AS provider,
    CASE WHEN coalesce(u.encrypted_password, '') = '' THEN 'no password'
      WHEN u.encrypted_password ~ '^\\$2[aby]\\$' THEN 'bcrypt'
      WHEN u.encrypted_password ~ '^\\$argon2' THEN 'argon2'
      WHEN u.encrypted_password ~ '^\\$fbscrypt\\$' THEN 'fbscrypt'
      WHEN u.encrypted_password ~ '^[{]' THEN 'encrypted'
      ELSE 'another format' END AS format,
    pg_catalog.count(*)::float8 AS users
  FROM auth.users u GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2`;

const identitiesSql = `
  SELECT i.provider::text AS provider, pg_catalog.count(*)::float8 AS identities
  FROM auth.identities i GROUP BY 1 ORDER BY 2 DESC, 1`;

/** Ids and password hashes alone, as text: whatever else of a user the target's service keeps in its own form. */
const hashes: ComparedTable = { schema: 'auth', name: 'users', columns: ['id', 'encrypted_password'] };

/**
 * Whether the target has the users of the source: how many by provider and by the format of their password, how many
 * identities, and every hash to the letter. No hash leaves the servers. Throws CutoverError.
 */
export async function compareUsers(source: Session, target: Session): Promise<VerifyItem[]> {
  const from = await readUsers(source);
  const to = await readUsers(target);
  return [
    groups('users by provider and password', from.users, to.users),
    groups('identities by provider', from.identities, to.identities),
    await compareHashes(source, target),
  ];
}

interface Users {
  /** `email with bcrypt` -> how many. */
  readonly users: ReadonlyMap<string, number>;
  readonly identities: ReadonlyMap<string, number>;
}

async function readUsers(session: Session): Promise<Users> {
  const users = await session.query<{ provider: string; format: string; users: number }>(groupsSql);
  const identities = await session.query<{ provider: string; identities: number }>(identitiesSql);
  return {
    users: new Map(users.map(({ provider, format, users: count }) => [`${provider} with ${format}`, count])),
    identities: new Map(identities.map(({ provider, identities: count }) => [provider, count])),
  };
}

function groups(name: string, source: ReadonlyMap<string, number>, target: ReadonlyMap<string, number>): VerifyItem {
  const keys = [...new Set([...source.keys(), ...target.keys()])];
  const different = keys.filter((key) => source.get(key) !== target.get(key));
  if (different.length === 0) {
    const listed = keys.map((key) => `${source.get(key)} ${key}`).join(', ');
    return { kind: 'auth', name, verdict: 'match', detail: listed === '' ? 'none on either end' : listed };
  }
  const detail = different
    .map((key) => `${key}: ${source.get(key) ?? 0} on the source, ${target.get(key) ?? 0} on the target`)
    .join('; ');
  return { kind: 'auth', name, verdict: 'differs', detail };
}

async function compareHashes(source: Session, target: Session): Promise<VerifyItem> {
  const item = { kind: 'auth', name: 'password hashes' } as const;
  const request = { ...hashes, mode: 'checksums' } as const;
  const both = [tableChecksum(source, request), tableChecksum(target, request)] as const;
  await Promise.allSettled(both);
  const [from, to] = await Promise.all(both);
  const equal: VerifyItem = {
    ...item,
    verdict: 'match',
    detail: `those of ${from.rows} users are equal to the letter`,
  };
  if (from.rows === to.rows && from.checksum === to.checksum) return equal;
  const rows = Math.max(from.rows, to.rows);
  const found = await withTargetSnapshot(
    target,
    async () => await findRows(source, target, { table: hashes, key: ['id'], rows, most: usersShown }),
  );
  if (found.found === 0) return equal;
  const names = found.items.map(({ name, verdict }) => `${name.replace('auth.users: ', '')} (${verdict})`).join(', ');
  const more = found.found > found.items.length ? ` and ${found.found - found.items.length} more` : '';
  return { ...item, verdict: 'differs', detail: `users whose id or hash is not the source's: ${names}${more}` };
}
