import type { Profile } from '../config.ts';
import { grouped } from '../numbers.ts';
import { requestsAtOnce } from '../supabase/stack/client.ts';
import { mailsPerHour } from '../supabase/stack/notices.ts';
import { type PasswordFormat, passwordFate, userRequest } from '../supabase/stack/request.ts';
import { allUsers, hasUsers, type SourceUser } from '../supabase/stack/source-users.ts';
import type { Check, CheckVerdict } from './types.ts';
import { counted, listed } from './words.ts';

/** A source with a million users is read in well under this. */
const limitMs = 180_000;

/** What Stack Auth's limits mean for the users of one project. */
export interface UserCensus {
  users: number;
  /** Who must set a new password, by the format of the one that cannot go along. */
  readonly resets: Map<PasswordFormat, number>;
  /** Who has no way to sign in until somebody gives one, by why. */
  readonly lockedOut: Map<'phone' | 'sso' | 'nothing', number>;
  /** Accounts elsewhere, by Stack Auth's name of the provider. */
  readonly providers: Map<string, number>;
  /** E-mails that more than one user signs in by. */
  readonly twice: Set<string>;
}

/** Whom Stack Auth's limits touch, before anybody is created there. */
export const stackUsersCheck: Check = {
  id: 'stack-users',
  title: "Stack Auth's limits leave nobody outside",
  severity: 'blocker',
  asks: 'source',
  looksAt:
    'every user: password hashes that Stack Auth refuses, the hours that reset mails take, e-mails that occur twice, users by phone or SSO alone, OAuth providers in use',
  limitMs,
  concerns: ({ options }) => options.auth === 'stack',
  async run({ config, session, signal }) {
    const source = await session('source');
    if (!(await hasUsers(source))) return { verdict: 'pass', detail: 'The source has no users to create.', fix: '' };
    return describeCensus(await takeCensus(allUsers(source), signal), config.profile);
  },
};

/** Counts users as they would be created; keeps nothing of them but e-mails. Throws where `signal` is aborted. */
export async function takeCensus(users: AsyncIterable<SourceUser>, signal?: AbortSignal): Promise<UserCensus> {
  const census: UserCensus = {
    users: 0,
    resets: new Map(),
    lockedOut: new Map(),
    providers: new Map(),
    twice: new Set(),
  };
  const emails = new Set<string>();
  const run = { runId: '', now: new Date() };
  for await (const user of users) {
    signal?.throwIfAborted();
    const request = userRequest(user, run);
    const accounts = request.body.oauth_providers ?? [];
    census.users += 1;
    for (const { id } of accounts) add(census.providers, id);
    if (passwordFate(request, accounts.length, 'password_hash' in request.body) === 'reset') {
      add(census.resets, request.format);
    }
    if (request.notes.includes('phone-only')) add(census.lockedOut, 'phone');
    if (request.notes.includes('sso')) add(census.lockedOut, 'sso');
    if (request.notes.includes('no-sign-in')) add(census.lockedOut, 'nothing');
    if (!request.mailable || request.email === undefined) continue;
    const email = request.email.toLowerCase();
    if (emails.has(email)) census.twice.add(email);
    emails.add(email);
  }
  return census;
}

/** The verdict on a census, with its own numbers. Pure. */
export function describeCensus(
  census: UserCensus,
  { windowStart, windowMinutes }: Pick<Profile, 'windowStart' | 'windowMinutes'>,
): CheckVerdict {
  const { users, resets, lockedOut, providers, twice } = census;
  const mails = total(resets);
  const hours = mails / mailsPerHour;
  const outside = total(lockedOut);
  const end = windowStart === undefined ? undefined : Date.parse(windowStart) + (windowMinutes ?? 0) * 60_000;
  const last = end === undefined ? undefined : new Date(end + hours * 3_600_000);
  const refused = ranked(resets).filter(([format]) => format !== 'none');
  const hashes = refused.map(([format, count]) => `${grouped(count)} ${formats[format]}`).join(', ');
  const refusal =
    hashes === '' ? '' : `: Stack Auth refuses ${counted(total(new Map(refused)), 'hash', 'hashes')} (${hashes})`;
  const detail = [
    twice.size > 0
      ? `Stack Auth refuses the second user of an e-mail: ${listed([...twice].toSorted())} ${twice.size === 1 ? 'occurs' : 'occur'} more than once.`
      : '',
    `${counted(users, 'user')} to create, ${requestsAtOnce} at a time.`,
    mails > 0
      ? `${grouped(mails)} of them ${mails === 1 ? 'needs' : 'need'} a new password${refusal}; at about ${mailsPerHour} reset mails an hour that takes ${hoursText(hours)}.`
      : '',
    outside > 0
      ? `${counted(outside, 'user')} cannot sign in there until you give them a way: ${ranked(lockedOut)
          .map(([why, count]) => `${grouped(count)} ${reasons[why]}`)
          .join(', ')}.`
      : '',
    providers.size > 0
      ? `Accounts elsewhere: ${listed(ranked(providers).map(([id, count]) => `${id} (${grouped(count)})`))}; one whose provider the project has not enabled is left out.`
      : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
  const fix = [
    twice.size > 0 ? 'Change or delete all but one user of each such e-mail on the source.' : '',
    mails > 0
      ? `Tell these users beforehand (cutover users list shows them, cutover users notices writes the text), and begin with cutover users send-resets as soon as the run is verified${last === undefined ? '' : `: begun at the end of the window, the last mail goes out at ${dayText(last)}`}. A mail server of the project's own may send more an hour: --per-hour.`
      : '',
    outside > 0 ? 'Add an e-mail to users without one, on the source or later in Stack Auth.' : '',
    providers.size > 0 ? `Enable in the Stack Auth project: ${listed([...providers.keys()], 20)}.` : '',
  ].filter((part) => part !== '');
  if (fix.length === 0) return { verdict: 'pass', detail, fix: '' };
  return { verdict: 'fail', detail, fix: fix.join(' '), severity: weightOf(census) };
}

function weightOf({ twice, resets, lockedOut }: UserCensus): NonNullable<CheckVerdict['severity']> {
  if (twice.size > 0) return 'blocker';
  return resets.size > 0 || lockedOut.size > 0 ? 'warning' : 'info';
}

const formats: Readonly<Record<PasswordFormat, string>> = {
  bcrypt: 'bcrypt',
  'bcrypt-costly': 'bcrypt of a cost above 16',
  argon2: 'argon2',
  fbscrypt: 'fbscrypt',
  encrypted: 'encrypted by Supabase Auth',
  unknown: 'of a form that is not known',
  none: 'none',
};

const reasons = { phone: 'by phone alone', sso: 'by SSO', nothing: 'with neither e-mail nor account' } as const;

function add<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** The most first. */
function ranked<K extends string>(counts: ReadonlyMap<K, number>): (readonly [K, number])[] {
  return [...counts].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

function total(counts: ReadonlyMap<unknown, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

/** Of mails, where a minute is nothing: `2 min`, `50 h`. */
function hoursText(hours: number): string {
  if (hours < 2) return `${Math.max(1, Math.ceil(hours * 60))} min`;
  return `${grouped(hours)} h`;
}

function dayText(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
