import { join } from 'node:path';
import Conf from 'conf';
import { z } from 'zod';
import { CutoverError, type Profile, profileSchema, withoutPassword } from '../core/index.ts';

export const rehearsalSchema = z.object({
  /** ISO time. */
  at: z.iso.datetime(),
  runId: z.string(),
  profile: z.string(),
  outcome: z.string(),
  seconds: z.number().nonnegative(),
  rows: z.number().nonnegative(),
  bytes: z.number().nonnegative(),
});
/** What one rehearsal took: the best measure of what the night itself will take. */
export type Rehearsal = z.infer<typeof rehearsalSchema>;

const rehearsalLimit = 50;

/** What is remembered between two starts. Never a secret. */
export interface Settings {
  /** Path of the file, for messages. */
  readonly path: string;
  /** Newest first. */
  profiles(): readonly Profile[];
  /** By name; one of the same name is replaced. Passwords are taken out of its URLs. */
  saveProfile(profile: Profile): void;
  /** Newest first. */
  rehearsals(): readonly Rehearsal[];
  addRehearsal(rehearsal: Rehearsal): void;
}

/** A profile as it may be written to disk. Pure. */
export function withoutSecrets(profile: Profile): Profile {
  return {
    ...profile,
    ...(profile.source === undefined ? {} : { source: withoutPassword(profile.source) }),
    ...(profile.target === undefined ? {} : { target: withoutPassword(profile.target) }),
  };
}

/** `$XDG_CONFIG_HOME/cutover` where that is set; undefined for the system's own place. */
export function settingsFolder(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const base = env['XDG_CONFIG_HOME'];
  return base?.startsWith('/') ? join(base, 'cutover') : undefined;
}

/**
 * Opens the settings of this user: `config.json`, 0600, in this folder or in the system's own place.
 * Throws `config.invalid` where the file cannot be read.
 */
export function openSettings(folder?: string): Settings {
  const conf = open(folder);

  /** Entries that an older or newer cutover wrote in another form are passed over, and kept. */
  function listOf<Schema extends z.ZodType>(key: 'profiles' | 'rehearsals', schema: Schema): z.infer<Schema>[] {
    const stored = conf.get(key);
    if (!Array.isArray(stored)) return [];
    return stored.flatMap((entry) => {
      const result = schema.safeParse(entry);
      return result.success ? [result.data] : [];
    });
  }

  function write(key: 'profiles' | 'rehearsals', value: unknown): void {
    try {
      conf.set(key, value);
    } catch (error) {
      throw unusable(conf.path, 'written', error);
    }
  }

  return {
    path: conf.path,
    profiles: () => listOf('profiles', profileSchema),
    saveProfile(profile) {
      const stored: unknown = conf.get('profiles');
      const others = (Array.isArray(stored) ? stored : []).filter((entry) => nameOf(entry) !== profile.name);
      write('profiles', [withoutSecrets(profileSchema.parse(profile)), ...others]);
    },
    rehearsals: () => listOf('rehearsals', rehearsalSchema),
    addRehearsal(rehearsal) {
      const kept = listOf('rehearsals', rehearsalSchema).slice(0, rehearsalLimit - 1);
      write('rehearsals', [rehearsalSchema.parse(rehearsal), ...kept]);
    },
  };
}

function open(folder: string | undefined): Conf<Record<string, unknown>> {
  try {
    return new Conf<Record<string, unknown>>({
      projectName: 'cutover',
      projectSuffix: '',
      configFileMode: 0o600,
      ...(folder === undefined ? {} : { cwd: folder }),
    });
  } catch (error) {
    throw unusable(folder ?? 'the settings', 'read', error);
  }
}

function nameOf(entry: unknown): unknown {
  return typeof entry === 'object' && entry !== null && 'name' in entry ? entry.name : undefined;
}

function unusable(path: string, what: 'read' | 'written', error: unknown): CutoverError {
  const reason = error instanceof Error ? error.message : String(error);
  return new CutoverError('config.invalid', `the settings cannot be ${what} (${path}): ${reason}`, {
    hint: 'Repair or remove the settings file, or point XDG_CONFIG_HOME at a folder of your own.',
    cause: error,
  });
}
