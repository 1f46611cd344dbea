import type { Profile } from '../../config.ts';
import { CutoverError } from '../../errors.ts';

const beforeText = `Hello {name},

on {date} we move to a new home for our accounts. For a while nobody can sign in, and you will have to sign in again afterwards. Your data comes along.`;

const resetText = `Hello {name},

we have moved to a new home for our accounts. Your password could not come along: please set a new one. A mail to {email} shows the way.`;

/** Reset mails in an hour where nobody says otherwise: what the service's own queue sends. [stack-auth, e-mail queue] */
export const mailsPerHour = 200;

/** Who must be told: everybody before the window, and afterwards those who need a new password. */
export type NoticeKind = 'before' | 'reset';

/**
 * The text for one user. `{date}` is the window's begin. Throws `config.invalid` where the text needs it and the
 * profile does not have it. Pure.
 */
export function noticeText(
  kind: NoticeKind,
  user: { readonly name: string | undefined; readonly email: string },
  profile: Pick<Profile, 'notices' | 'windowStart'>,
): string {
  const template = profile.notices?.[kind] ?? (kind === 'before' ? beforeText : resetText);
  if (template.includes('{date}') && profile.windowStart === undefined) {
    throw new CutoverError('config.invalid', `the notice '${kind}' names the date, and the profile has none`, {
      hint: 'Set windowStart in the profile, or a text of your own without {date} in notices.',
    });
  }
  const date = profile.windowStart === undefined ? '' : dateText(profile.windowStart);
  const values: Readonly<Record<string, string>> = { name: user.name ?? user.email, email: user.email, date };
  // One pass: what stands in a name is text, whatever it looks like.
  return template.replace(/\{(name|email|date)\}/g, (_, key: string) => values[key] ?? '');
}

/** With its zone: readers sit anywhere. */
function dateText(iso: string): string {
  const at = new Date(iso).toISOString();
  return `${at.slice(0, 10)}, ${at.slice(11, 16)} UTC`;
}
