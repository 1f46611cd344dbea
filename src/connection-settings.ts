import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse as parseDotenv } from 'dotenv';
import {
  CutoverError,
  type EngineConfig,
  hasPassword,
  type Profile,
  parseAddress,
  profileSchema,
  withPassword,
} from '../core/index.ts';
import type { Flags } from './flags.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** Where a connection setting may come from, strongest first. */
export interface SettingSources {
  readonly flags: Pick<Flags, 'source' | 'target'>;
  readonly env: Variables;
  /** The `.env` file of the working folder. */
  readonly dotenv: Variables;
}

/** Everything that leads to the two databases. Empty strings where nothing is known. Holds secrets: memory only. */
export interface ConnectionSettings {
  readonly sourceUrl: string;
  readonly targetUrl: string;
  readonly supabase: NonNullable<EngineConfig['supabase']>;
  readonly stack?: NonNullable<EngineConfig['stack']>;
  readonly login?: NonNullable<EngineConfig['login']>;
}

/** Where Stack Auth's own service answers. */
const stackBaseUrl = 'https://api.stack-auth.com';

/** Flags over environment over `.env` over the profile. Pure. */
export function resolveConnections(from: SettingSources, profile: Profile): ConnectionSettings {
  const variable = (name: string): string | undefined => filled(from.env[name]) ?? filled(from.dotenv[name]);
  const urlOf = (end: 'source' | 'target'): string => {
    const url = from.flags[end] ?? variable(`CUTOVER_${end.toUpperCase()}_URL`) ?? profile[end] ?? '';
    // pg reads PGPASSWORD from the process alone; one that stands in `.env` is put in here.
    const password = filled(from.env['PGPASSWORD']) === undefined ? filled(from.dotenv['PGPASSWORD']) : undefined;
    return url === '' || password === undefined || hasPassword(url) ? url : withPassword(url, password);
  };
  const apiOf = (end: 'source' | 'target') => {
    const prefix = `CUTOVER_${end.toUpperCase()}`;
    const saved = end === 'source' ? profile.sourceSupabaseUrl : profile.targetSupabaseUrl;
    const url = variable(`${prefix}_SUPABASE_URL`) ?? saved;
    const serviceKey = variable(`${prefix}_SERVICE_KEY`);
    return url === undefined || serviceKey === undefined ? undefined : { url, serviceKey };
  };
  const projectId = variable('CUTOVER_STACK_PROJECT_ID');
  const secretServerKey = variable('CUTOVER_STACK_SECRET_SERVER_KEY');
  const stack =
    projectId === undefined || secretServerKey === undefined
      ? undefined
      : {
          baseUrl: variable('CUTOVER_STACK_BASE_URL') ?? stackBaseUrl,
          projectId,
          secretServerKey,
          headerPrefix: variable('CUTOVER_STACK_HEADER_PREFIX') ?? 'X-Stack',
        };
  const email = variable('CUTOVER_LOGIN_EMAIL');
  const password = from.env['CUTOVER_LOGIN_PASSWORD'] ?? from.dotenv['CUTOVER_LOGIN_PASSWORD'];
  const source = apiOf('source');
  const target = apiOf('target');
  return {
    sourceUrl: urlOf('source'),
    targetUrl: urlOf('target'),
    supabase: { ...(source === undefined ? {} : { source }), ...(target === undefined ? {} : { target }) },
    ...(stack === undefined ? {} : { stack }),
    ...(email === undefined || !password ? {} : { login: { email, password } }),
  };
}

function filled(value: string | undefined): string | undefined {
  return value === undefined || value.trim() === '' ? undefined : value.trim();
}

/** Throws `config.invalid` where an end that is needed is not known, or is no connection string. */
export function requireConnections(settings: ConnectionSettings, needed: readonly ('source' | 'target')[]): void {
  const urls = { source: settings.sourceUrl, target: settings.targetUrl };
  const missing = needed.filter((end) => urls[end] === '');
  if (missing.length > 0) {
    const ways = missing.map((end) => `--${end} URL or CUTOVER_${end.toUpperCase()}_URL`);
    throw new CutoverError('config.invalid', `the ${missing.join(' and the ')} database is not known`, {
      hint: `Give ${ways.join(', and ')}, in the environment, in .env or in a profile. 'cutover demo' needs neither.`,
    });
  }
  for (const end of needed) parseAddress(urls[end], end);
}

/** The variables of `.env` in this folder; none where there is no such file. The process's own are left alone. */
export function readDotenv(folder: string): Variables {
  const path = join(folder, '.env');
  try {
    return parseDotenv(readFileSync(path));
  } catch (error) {
    if (isMissing(error)) return {};
    throw new CutoverError('config.invalid', `${path} cannot be read: ${reasonOf(error)}`, {
      hint: 'Make the file readable, or start cutover in another folder.',
      cause: error,
    });
  }
}

/** The profile in a JSON file. Throws `config.invalid` with the setting that is wrong; no message repeats its value. */
export function readProfileFile(file: string, folder: string): Profile {
  const path = resolve(folder, file);
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    // A syntax error of JSON.parse quotes the text around it, which may be a password.
    const reason =
      error instanceof SyntaxError ? 'it is not JSON' : isMissing(error) ? 'there is no such file' : reasonOf(error);
    throw new CutoverError('config.invalid', `--config ${file}: ${reason}`, {
      hint: 'Give a JSON file such as {"name": "shop", "source": "postgres://…", "target": "postgres://…"}.',
    });
  }
  const result = profileSchema.safeParse(content);
  if (result.success) return result.data;
  const wrong = result.error.issues.map((issue) => `${issue.path.join('.') || 'the file'}: ${issue.message}`);
  throw new CutoverError('config.invalid', `--config ${file}: ${wrong.join('; ')}`, {
    hint: `A profile has ${Object.keys(profileSchema.shape).join(', ')}; only name is required.`,
  });
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
