import { dirname, join } from 'node:path';
import Conf from 'conf';
import type { z } from 'zod';
import {
  CutoverError,
  type EstimateRecord,
  estimateRecordSchema,
  type History,
  makeFolderSync,
  type Profile,
  profileSchema,
  type RunRecord,
  runRecordSchema,
  withoutPassword,
} from '../core/index.ts';

/** Runs that are remembered, and of how many of each profile the single steps are: those of older ones are summed up. */
const recordLimit = 50;
const detailLimit = 3;
const estimateLimit = 20;

type List = 'profiles' | 'history' | 'estimates';

/** What is remembered between two starts. Never a secret. */
export interface Settings {
  /** Path of the file, for messages. */
  readonly path: string;
  /** Newest first. */
  profiles(): readonly Profile[];
  /** By name; one of the same name is replaced. Passwords are taken out of its URLs. */
  saveProfile(profile: Profile): void;
  /** What runs took, newest first. */
  history(): History;
  /** A record of the same run is replaced. */
  remember(record: RunRecord): void;
  /** Newest first. */
  estimates(): readonly EstimateRecord[];
  noteEstimate(estimate: EstimateRecord): void;
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

  function stored(key: List): readonly unknown[] {
    const entries: unknown = conf.get(key);
    return Array.isArray(entries) ? entries : [];
  }

  /** Entries that an older or newer cutover wrote in another form are passed over, and kept. */
  function listOf<Schema extends z.ZodType>(key: List, schema: Schema): z.infer<Schema>[] {
    return stored(key).flatMap((entry) => {
      const result = schema.safeParse(entry);
      return result.success ? [result.data] : [];
    });
  }

  function strange(key: List, schema: z.ZodType): readonly unknown[] {
    return stored(key).filter((entry) => !schema.safeParse(entry).success);
  }

  function write(key: List, value: unknown): void {
    try {
      // Not by conf, which would never return from below /proc.
      makeFolderSync(dirname(conf.path), 0o700);
      conf.set(key, value);
    } catch (error) {
      throw unusable(conf.path, 'written', error);
    }
  }

  return {
    path: conf.path,
    profiles: () => listOf('profiles', profileSchema),
    saveProfile(profile) {
      const others = stored('profiles').filter((entry) => nameOf(entry) !== profile.name);
      write('profiles', [withoutSecrets(profileSchema.parse(profile)), ...others]);
    },
    history: () => listOf('history', runRecordSchema),
    remember(record) {
      const others = listOf('history', runRecordSchema).filter(({ runId }) => runId !== record.runId);
      const known = withoutOldDetail([runRecordSchema.parse(record), ...others].slice(0, recordLimit));
      write('history', [...known, ...strange('history', runRecordSchema)]);
    },
    estimates: () => listOf('estimates', estimateRecordSchema),
    noteEstimate(estimate) {
      const kept = listOf('estimates', estimateRecordSchema).slice(0, estimateLimit - 1);
      const others = strange('estimates', estimateRecordSchema);
      write('estimates', [estimateRecordSchema.parse(estimate), ...kept, ...others]);
    },
  };
}

/** The whole file is written at each change, and nobody scales an estimate from the fourth rehearsal back. */
function withoutOldDetail(records: History): RunRecord[] {
  const seen = new Map<string, number>();
  return records.map((record) => {
    const count = (seen.get(record.profile) ?? 0) + 1;
    seen.set(record.profile, count);
    return count <= detailLimit ? record : { ...record, steps: [] };
  });
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
