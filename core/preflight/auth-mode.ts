import { grouped } from '../numbers.ts';
import type { Session } from '../postgres/session.ts';
import type { Scope } from '../supabase/scope.ts';
import type { Check } from './types.ts';
import { counted, sentence } from './words.ts';

/** Which passwords a system that is not Supabase Auth could take over. [facts 13] */
const formatsSql = String.raw`
  SELECT CASE
      WHEN coalesce(u.encrypted_password, '') = '' THEN 'without a password'
      WHEN u.encrypted_password ~ '^\$2[aby]\$' THEN 'bcrypt'
      WHEN u.encrypted_password LIKE '$argon2%' THEN 'argon2'
      WHEN u.encrypted_password LIKE '$fbscrypt$%' THEN 'fbscrypt'
      WHEN u.encrypted_password LIKE '{%' THEN 'encrypted'
      ELSE 'of another format' END AS format,
    count(*)::float8 AS users
  FROM auth.users u GROUP BY 1 ORDER BY 2 DESC, 1`;

export const authModeCheck: Check = {
  id: 'auth',
  title: 'It is settled where the users go',
  severity: 'blocker',
  asks: 'both',
  looksAt: "whether --auth fits both ends, the formats of the users' passwords, and what stays behind",
  async run(context) {
    const { scope, goTrue, problem } = await context.carried();
    if (problem) return { verdict: 'fail', detail: sentence(problem.detail), fix: problem.fix };
    if (!goTrue) {
      return {
        verdict: 'pass',
        detail: 'The source has no schema of Supabase Auth: this is a plain PostgreSQL migration.',
        fix: '',
      };
    }
    const users = await passwordFormats(await context.session('source'));
    return { verdict: 'pass', detail: `${users} ${destination(scope)}${staying(scope)}`, fix: '' };
  },
};

async function passwordFormats(source: Session): Promise<string> {
  const formats = await source.query<{ format: string; users: number }>(formatsSql);
  const total = formats.reduce((sum, { users }) => sum + users, 0);
  const parts = formats.map(({ format, users }) => `${grouped(users)} ${format}`);
  return `${counted(total, 'user')}${parts.length > 0 ? ` (${parts.join(', ')})` : ''}:`;
}

function destination({ auth, chosen, schemas, rowSchemas }: Scope): string {
  const moved = schemas?.includes('auth') || rowSchemas.includes('auth');
  if (chosen && !moved) return 'the schema auth is not among --schemas.';
  switch (auth) {
    case 'supabase':
      return "--auth supabase: they go into the tables of the target's Auth service.";
    case 'plain':
      return '--auth plain: auth becomes an ordinary schema, with all its rows.';
    case 'stack':
      return '--auth stack: they are created in Stack Auth.';
    default:
      return '--auth none: they are not moved.';
  }
}

function staying({ leftOut, carrySessions, auth }: Scope): string {
  const names = leftOut.map(({ schema }) => schema);
  const schemas = names.length === 0 ? '' : ` Schemas that stay behind: ${names.join(', ')}.`;
  const sessions = auth === 'supabase' && !carrySessions ? ' Sessions and tokens stay behind.' : '';
  return `${schemas}${sessions}`;
}
