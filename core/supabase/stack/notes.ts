/** What a note of the mapping says to the operator. */
const texts: Readonly<Record<string, string>> = {
  anonymous: 'anonymous: keeps its data, and had no way to sign in again',
  banned: 'banned: created without a way to sign in',
  deleted: 'deleted: an empty account without a way to sign in, for the rows that refer to it',
  phone: 'the phone number is kept in server_metadata, since Stack Auth has none',
  'phone-only': 'signed in by phone alone: cannot sign in until an e-mail is added',
  sso: 'signed in by SSO: cannot sign in until SSO is set up and linked',
  mfa: 'a second factor cannot be carried: it must be set up again',
  'no-sign-in': 'neither e-mail nor OAuth account: cannot sign in',
};

/** In the operator's words; `provider:NAME` is an account that the project does not take. */
export function noteText(note: string): string {
  const provider = /^provider:(.*)$/.exec(note)?.[1];
  if (provider !== undefined)
    return `the account at ${provider} is left out: the provider is not enabled in the project`;
  return texts[note] ?? note;
}
