import { setTimeout } from 'node:timers/promises';
import type { EngineConfig } from './config.ts';
import { CutoverError } from './errors.ts';
import { readRun } from './ledger.ts';
import { connect, type Session } from './postgres/session.ts';
import { lockTarget } from './run/target-lock.ts';
import { createStackClient } from './supabase/stack/client.ts';
import { mappingExists, markResetSent, readMapping, type LedgerUser } from './supabase/stack/mapping.ts';
import { needsReset } from './supabase/stack/mapping-file.ts';
import { type NoticeKind, noticeText } from './supabase/stack/notices.ts';
import { noteText } from './supabase/stack/notes.ts';
import { passwordFate, passwordFormat, userRequest } from './supabase/stack/request.ts';
import { allUsers, hasUsers } from './supabase/stack/source-users.ts';
import { requireStack } from './supabase/stack/stack-run.ts';

export const userReportNames = ['list', 'mapping', 'resets', 'notices'] as const;
export type UserReport = (typeof userReportNames)[number];

/** A line of a report on users: the same keys in each line of one report. */
export type UserRow = Readonly<Record<string, string>>;

/** The keys of each report, in the order in which they are shown. */
export const userReportColumns: Readonly<Record<UserReport, readonly string[]>> = {
  list: ['supabaseUserId', 'email', 'hash', 'providers', 'password', 'notes'],
  mapping: ['supabaseUserId', 'stackAuthUserId', 'email', 'password', 'migratedAt', 'notes'],
  resets: ['stackAuthUserId', 'email', 'name', 'sentAt'],
  notices: ['notice', 'email', 'name', 'text'],
};

/**
 * One report, user by user. `list` and the notice before the window come from the source; the mapping, the resets and
 * the notice after it from the target's ledger. Throws CutoverError.
 */
export async function* userReport(config: EngineConfig, report: UserReport): AsyncGenerator<UserRow> {
  switch (report) {
    case 'list':
      yield* listUsers(config);
      return;
    case 'mapping':
      for await (const user of ledgerUsers(config)) {
        yield {
          supabaseUserId: user.supabaseUserId,
          stackAuthUserId: user.stackUserId,
          email: user.email ?? '',
          password: user.password,
          migratedAt: user.migratedAt,
          notes: user.notes.map(noteText).join('; '),
        };
      }
      return;
    case 'resets':
      for await (const user of ledgerUsers(config)) {
        if (user.password !== 'reset') continue;
        const { stackUserId, email = '', name = '', resetSentAt = '' } = user;
        yield { stackAuthUserId: stackUserId, email, name, sentAt: resetSentAt };
      }
      return;
    case 'notices':
      yield* notices(config);
  }
}

async function* listUsers(config: EngineConfig): AsyncGenerator<UserRow> {
  for await (const { user, request } of sourceUsers(config)) {
    const accounts = request.body.oauth_providers ?? [];
    const carried = 'password_hash' in request.body;
    yield {
      supabaseUserId: user.id,
      email: user.email ?? '',
      hash: passwordFormat(user.passwordHash),
      providers: accounts.map(({ id }) => id).join(' '),
      // Which of the accounts the project takes is known once they are created.
      password: passwordFate(request, accounts.length, carried),
      notes: request.notes.map(noteText).join('; '),
    };
  }
}

/** Before there is a mapping everybody is told what comes; afterwards only those who must do something. */
async function* notices(config: EngineConfig): AsyncGenerator<UserRow> {
  const row = (notice: NoticeKind, email: string, name: string | undefined): UserRow => ({
    notice,
    email,
    name: name ?? '',
    text: noticeText(notice, { name, email }, config.profile),
  });
  if (await hasMapping(config)) {
    for await (const user of ledgerUsers(config)) {
      if (user.password === 'reset' && user.email !== undefined) yield row('reset', user.email, user.name);
    }
    return;
  }
  for await (const { request } of sourceUsers(config)) {
    if (request.email !== undefined) yield row('before', request.email, request.name);
  }
}

async function hasMapping(config: EngineConfig): Promise<boolean> {
  if (config.targetUrl === '') return false;
  const target = await connect({ end: 'target', url: config.targetUrl, purpose: 'users' });
  try {
    return await mappingExists(target);
  } finally {
    await target.close();
  }
}

async function* sourceUsers(config: EngineConfig) {
  const source = await connect({ end: 'source', url: config.sourceUrl, purpose: 'users' });
  try {
    if (!(await hasUsers(source))) {
      throw new CutoverError('config.invalid', 'the source has no auth.users', {
        hint: 'Check --source: it should be the Supabase project.',
      });
    }
    const run = { runId: '', now: new Date() };
    for await (const user of allUsers(source)) yield { user, request: userRequest(user, run) };
  } finally {
    await source.close();
  }
}

async function* ledgerUsers(config: EngineConfig): AsyncGenerator<LedgerUser> {
  const target = await connect({ end: 'target', url: config.targetUrl, purpose: 'users' });
  try {
    const runId = await mappedRun(target);
    for await (const page of readMapping(target, runId)) yield* page;
  } finally {
    await target.close();
  }
}

/** The run whose users are in the ledger. Throws `ledger.missing`. */
async function mappedRun(target: Session): Promise<string> {
  const run = (await mappingExists(target)) ? await readRun(target) : undefined;
  if (run) return run.id;
  throw new CutoverError('ledger.missing', 'there is no run with users in Stack Auth on this target', {
    hint: "Check --target; after finalize the mapping is in the run's folder: user-mapping.json and user-resets.json.",
  });
}

/** Mails that are still to be sent, and the time that they take, in seconds. */
export interface ResetPlan {
  readonly mails: number;
  readonly seconds: number;
}

/** What {@link sendResets} would do. Throws CutoverError. */
export async function planResets(config: EngineConfig, perHour: number): Promise<ResetPlan> {
  let mails = 0;
  for await (const user of ledgerUsers(config)) if (needsReset(user)) mails += 1;
  return { mails, seconds: Math.max(mails - 1, 0) * (3600 / perHour) };
}

/**
 * Sends the reset mails that have not been sent, one after the other at an even pace. Each is written down when the
 * service has taken it, so that a stop between two mails costs none and repeats none; a crash in the moment between
 * repeats one. `confirm` is the number of mails. Throws CutoverError.
 */
export async function sendResets(request: {
  readonly config: EngineConfig;
  readonly signal: AbortSignal;
  readonly confirm: number;
  readonly callbackUrl: string;
  readonly perHour: number;
  readonly sent: (mails: number, of: number) => void;
}): Promise<{ readonly mails: number; readonly of: number }> {
  const { config, signal, perHour } = request;
  const client = createStackClient(requireStack(config.stack));
  const plan = await planResets(config, perHour);
  if (plan.mails !== request.confirm) {
    throw new CutoverError('confirm.mismatch', `${plan.mails} mails would be sent, not ${request.confirm}`, {
      hint: `Repeat the command with --confirm ${plan.mails}.`,
    });
  }
  // One at a time: two would send every mail twice.
  const target = await lockTarget(config.targetUrl);
  let mails = 0;
  try {
    const runId = await mappedRun(target);
    for await (const page of readMapping(target, runId)) {
      for (const user of page) {
        if (!needsReset(user) || user.email === undefined) continue;
        if (mails > 0) await setTimeout(3_600_000 / perHour, undefined, { signal }).catch(() => undefined);
        if (signal.aborted) return { mails, of: plan.mails };
        // Not ended by the signal: a mail that is on its way is written down.
        await client.sendResetCode(user.email, request.callbackUrl);
        await markResetSent(target, runId, user.supabaseUserId);
        mails += 1;
        request.sent(mails, plan.mails);
      }
    }
    return { mails, of: plan.mails };
  } finally {
    await target.close();
  }
}
