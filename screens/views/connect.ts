import { type CheckState, type EndpointState, hasPassword, type Profile, withoutPassword } from '../../core/index.ts';
import { durationText } from '../text/durations.ts';
import { checkMark, type Mark, marks } from '../text/marks.ts';
import { wrapLines } from '../text/width.ts';
import { keepPassword, mask, replacePassword } from '../text/urls.ts';

/** Both ends as they are typed, with passwords: in memory only. */
export interface Ends {
  readonly sourceUrl: string;
  readonly targetUrl: string;
}

export type SettingId =
  | 'sourceUrl'
  | 'sourcePassword'
  | 'targetUrl'
  | 'targetPassword'
  | 'environment'
  | 'windowMinutes';

export interface Setting {
  readonly id: SettingId;
  readonly label: string;
  /** As it is shown: never a password. */
  readonly shown: string;
  /** What the field begins with when it is edited. */
  readonly initial: string;
  readonly masked: boolean;
}

export function settingsOf(profile: Profile, ends: Ends): readonly Setting[] {
  const url = (id: 'sourceUrl' | 'targetUrl', label: string): Setting => ({
    id,
    label,
    shown: ends[id] === '' ? '(not set: paste a postgresql:// URL)' : withoutPassword(ends[id]),
    initial: withoutPassword(ends[id]),
    masked: false,
  });
  const password = (id: SettingId, of: 'sourceUrl' | 'targetUrl', label: string): Setting => ({
    id,
    label,
    shown: hasPassword(ends[of]) ? mask : '(none in the URL: PGPASSWORD or ~/.pgpass)',
    initial: '',
    masked: true,
  });
  return [
    url('sourceUrl', 'source'),
    password('sourcePassword', 'sourceUrl', 'source password'),
    url('targetUrl', 'target'),
    password('targetPassword', 'targetUrl', 'target password'),
    { id: 'environment', label: 'environment', shown: profile.environment.toUpperCase(), initial: '', masked: false },
    {
      id: 'windowMinutes',
      label: 'window',
      shown: profile.windowMinutes === undefined ? '(no window set)' : durationText(profile.windowMinutes * 60),
      initial: profile.windowMinutes === undefined ? '' : String(profile.windowMinutes),
      masked: false,
    },
  ];
}

export type SettingChange =
  | { readonly ok: true; readonly profile: Profile; readonly ends: Ends }
  | { readonly ok: false; readonly reason: string };

/** The settings after one was edited; the reason where the text cannot be one. */
export function changeSetting(profile: Profile, ends: Ends, id: SettingId, text: string): SettingChange {
  const value = text.trim();
  switch (id) {
    case 'sourceUrl':
    case 'targetUrl': {
      if (!/^postgres(?:ql)?:\/\//i.test(value)) {
        return {
          ok: false,
          reason: 'A connection URL begins with postgresql://, for example postgresql://role@host:5432/database',
        };
      }
      return { ok: true, profile, ends: { ...ends, [id]: keepPassword(value, ends[id]) } };
    }
    case 'sourcePassword':
    case 'targetPassword': {
      const of = id === 'sourcePassword' ? 'sourceUrl' : 'targetUrl';
      if (ends[of] === '') return { ok: false, reason: 'Set the URL first; the password belongs to it.' };
      // Not trimmed: spaces may belong to a password.
      return { ok: true, profile, ends: { ...ends, [of]: replacePassword(ends[of], text) } };
    }
    case 'environment': {
      const environment = profile.environment === 'production' ? 'rehearsal' : 'production';
      return { ok: true, profile: { ...profile, environment }, ends };
    }
    case 'windowMinutes': {
      const { windowMinutes: _before, ...rest } = profile;
      if (value === '') return { ok: true, profile: rest, ends };
      const minutes = Number(value);
      if (!(minutes > 0 && Number.isFinite(minutes)))
        return { ok: false, reason: 'The window is a number of minutes, for example 45.' };
      return { ok: true, profile: { ...rest, windowMinutes: minutes }, ends };
    }
  }
}

/** The facts found on one end, in one line. */
export function endpointText(end: EndpointState): string {
  return [
    `PostgreSQL ${end.version}`,
    `role ${end.role}`,
    end.tls ? 'TLS' : 'no TLS',
    `${Math.max(1, Math.round(end.latencyMs))} ms`,
  ].join(' · ');
}

export interface CheckLine {
  readonly key: string;
  readonly mark: Mark | undefined;
  readonly running: boolean;
  readonly text: string;
}

const order = { fail: 0, running: 1, skip: 2, pass: 3 } as const;
const weight = { blocker: 0, warning: 1, info: 2 } as const;

/** Lines that the evidence of a red check may take, and what to do about it. */
const evidenceLines = 4;
const fixLines = 8;

/** The columns of a sign and its space: what goes on below stands under the text. */
const indent = 2;

/** The checks as lines, the gravest first; of those that need a hand the whole evidence, and what to do about it. */
export function checkLines(checks: readonly CheckState[], columns: number): readonly CheckLine[] {
  return checks
    .toSorted((a, b) => order[a.state] - order[b.state] || weight[a.severity] - weight[b.severity])
    .flatMap((check): readonly CheckLine[] => {
      const text = check.detail === '' ? check.title : `${check.title}: ${check.detail}`;
      const mark = check.state === 'skip' ? marks.skipped : checkMark(check);
      const line = { key: check.id, mark, running: check.state === 'running', text };
      if (check.state !== 'fail') return [line];
      const below = (part: string, index: number): CheckLine => ({
        key: `${check.id} ${index}`,
        mark: undefined,
        running: false,
        text: `${' '.repeat(indent)}${part}`,
      });
      const [first = '', ...evidence] = wrapLines(text, columns - indent, evidenceLines);
      const fix = check.fix === '' ? [] : wrapLines(`→ ${check.fix}`, columns - indent, fixLines);
      return [{ ...line, text: first }, ...[...evidence, ...fix].map(below)];
    });
}
