import {
  CutoverError,
  type EngineConfig,
  mailsPerHour,
  planResets,
  sendResets,
  userReport,
  userReportColumns,
  userReportNames,
  type UserReport,
  type UserRow,
} from '../../core/index.ts';
import { durationText } from '../../screens/text/durations.ts';
import { fit, widthOf } from '../../screens/text/width.ts';
import { requireConnections, resolveConnections } from '../connection-settings.ts';
import { exitCodes } from '../exit-code.ts';
import { runOptions } from '../flags.ts';
import type { House } from '../house.ts';
import { writeSlowly } from '../output.ts';
import { resolveProfile } from './headless.ts';

/** Prints a report on users, or sends reset mails. Gives the exit code. Throws CutoverError. */
export async function runUsers(topic: string, house: House): Promise<number> {
  const config = await configOf(topic, house);
  if (topic === 'send-resets') return await sendMails(config, house);
  const report = userReportNames.find((name) => name === topic);
  if (report === undefined) throw new CutoverError('config.invalid', `'${topic}' is no report on users`, { hint: '' });
  const format = house.flags.format ?? (house.flags.json ? 'json' : 'table');
  await print[format](userReport(config, report), report, house);
  return exitCodes.done;
}

async function configOf(topic: string, house: House): Promise<EngineConfig> {
  const { flags, around } = house;
  const profile = await resolveProfile(house);
  const connections = resolveConnections({ flags, env: around.env, dotenv: house.dotenv }, profile);
  const needsSource = topic === 'list' || (topic === 'notices' && connections.targetUrl === '');
  requireConnections(connections, needsSource ? ['source'] : ['target']);
  return {
    profile,
    sourceUrl: connections.sourceUrl,
    targetUrl: connections.targetUrl,
    ...(connections.stack === undefined ? {} : { stack: connections.stack }),
    options: runOptions(flags, true),
    stateDir: house.stateDir,
    toolVersion: house.toolVersion,
  };
}

type Print = (rows: AsyncIterable<UserRow>, report: UserReport, house: House) => Promise<void>;

const print: Readonly<Record<'table' | 'csv' | 'json', Print>> = {
  async table(rows, report, { around: { stdout } }) {
    const columns = userReportColumns[report];
    // Widths are known at the end only; the other formats take any number of users.
    const lines: (readonly string[])[] = [columns];
    for await (const row of rows) lines.push(columns.map((column) => (row[column] ?? '').replaceAll(/\s+/g, ' ')));
    const widths = columns.map((_, at) => lines.reduce((widest, line) => Math.max(widest, widthOf(line[at] ?? '')), 0));
    for (const line of lines) {
      const cells = line.map((cell, at) => fit(cell, widths[at] ?? 0));
      await writeSlowly(stdout, `${cells.join('  ').trimEnd()}\n`);
    }
  },
  async csv(rows, report, { around: { stdout } }) {
    const columns = userReportColumns[report];
    await writeSlowly(stdout, `${columns.join(',')}\r\n`);
    for await (const row of rows)
      await writeSlowly(stdout, `${columns.map((column) => csvField(row[column] ?? '')).join(',')}\r\n`);
  },
  async json(rows, report, { around: { stdout } }) {
    for await (const row of rows) {
      const at = new Date().toISOString();
      await writeSlowly(stdout, `${JSON.stringify({ v: 1, at, type: `users.${report}`, ...row })}\n`);
    }
  },
};

/** As RFC 4180 has it. A field that a spreadsheet would take for a formula, which a user's name may be, stays text. */
export function csvField(value: string): string {
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

async function sendMails(config: EngineConfig, house: House): Promise<number> {
  const { flags, shutdown, warn } = house;
  const { stdout } = house.around;
  const perHour = flags.perHour ?? mailsPerHour;
  const { mails, seconds } = await planResets(config, perHour);
  const time = `${mails} reset mails, at ${perHour} an hour: ${durationText(seconds)}`;
  if (mails === 0) {
    await writeSlowly(stdout, 'no reset mail is left to be sent\n');
    return exitCodes.done;
  }
  if (flags.callbackUrl === undefined) {
    throw new CutoverError('config.invalid', "'cutover users send-resets' needs --callback-url", {
      hint: 'Give the page of your app that takes the code and asks for the new password; the mail links to it.',
    });
  }
  if (flags.confirm === undefined || !/^\d+$/.test(flags.confirm)) {
    throw new CutoverError('config.invalid', `'cutover users send-resets' would send ${time}`, {
      hint: `Nothing was sent. Repeat the command with --confirm ${mails}.`,
    });
  }
  const abort = new AbortController();
  const forget = shutdown.onStop(async () => abort.abort());
  try {
    warn(`cutover: ${time}; Ctrl-C stops between two mails`);
    const { mails: sent, of } = await sendResets({
      config,
      signal: abort.signal,
      confirm: Number(flags.confirm),
      callbackUrl: flags.callbackUrl,
      perHour,
      sent: (done, all) => {
        if (flags.json) tell(house, { type: 'users.reset-sent', done, of: all });
      },
    });
    const rest = sent < of ? `; ${of - sent} are left: repeat the command with --confirm ${of - sent}` : '';
    if (!flags.json) await writeSlowly(stdout, `${sent} reset mails were sent${rest}\n`);
    return sent < of ? exitCodes.stopped : exitCodes.done;
  } finally {
    forget();
  }
}

/** A line for programs. */
function tell(house: House, body: Readonly<Record<string, unknown>>): void {
  house.around.stdout.write(`${JSON.stringify({ v: 1, at: new Date().toISOString(), ...body })}\n`);
}
