import { z } from 'zod';
import type { Said } from './checklist/said.ts';
import type { History } from './estimate/history.ts';

const tableNameSchema = z.string().regex(/^[^.]+\.[^.]+$/, 'is schema.table');

/** A profile: everything about a migration that may be written down. Secrets never are. */
export const profileSchema = z.strictObject({
  name: z.string().min(1).max(64),
  environment: z.enum(['rehearsal', 'production']).default('rehearsal'),
  /** Name of the profile that this one rehearses; its own where it is left out. */
  rehearsalOf: z.string().min(1).max(64).optional(),
  /** Connection URLs; a password in them is taken out before a profile is saved. */
  source: z.string().optional(),
  target: z.string().optional(),
  sourceSupabaseUrl: z.url().optional(),
  targetSupabaseUrl: z.url().optional(),
  /** The length of the maintenance window in minutes. */
  windowMinutes: z.number().positive().optional(),
  /** The window's begin, ISO 8601; the window's clock counts from the run's start where it is left out. */
  windowStart: z.iso.datetime({ offset: true }).optional(),
  /** Manual checklist items beside the automatic checks. */
  checklist: z
    .array(z.string().min(1))
    .default([
      'Notice sent 48 hours before',
      'Support is on call',
      'Application in maintenance mode',
      'DNS and environment ready to switch',
      'Rollback decision maker named',
      'Success criteria and rollback triggers written down',
    ]),
  /** How many days ago a rehearsal may have been that production still rests on. */
  rehearsalDays: z.number().positive().default(14),
  /** How long the source is watched for writes before the word to go, in seconds. */
  freezeWatchSeconds: z.number().positive().default(11),
  /** How long the source stays as the way back, in hours. */
  holdHours: z.number().positive().default(48),
  /** Whether sessions, refresh tokens and the audit log of Supabase Auth go along with the users. */
  carrySessions: z.boolean().default(false),
  /** `schema.table.column` of uuid or text columns that hold users' ids without a foreign key, for `--auth stack`. */
  userIdColumns: z.array(z.string().regex(/^[^.]+\.[^.]+\.[^.]+$/, 'is schema.table.column')).optional(),
  /** What becomes of an id in such a column that no user has: a blocker, or NULL where the column allows it. */
  unmappedUserIds: z.enum(['refuse', 'null']).optional(),
  /** What the application cannot do without: `schema.table`, or with the columns that must be there. */
  requiredTables: z
    .array(z.union([tableNameSchema, z.strictObject({ table: tableNameSchema, columns: z.array(z.string().min(1)) })]))
    .optional(),
  /** What is free where the target's data will be, by the operator's word, in bytes: servers elsewhere do not tell. */
  targetFreeBytes: z.number().positive().optional(),
  /** What users are told, with {name}, {email} and {date} filled in; texts of the house where it is left out. */
  notices: z.strictObject({ before: z.string().min(1).optional(), reset: z.string().min(1).optional() }).optional(),
});
export type Profile = z.infer<typeof profileSchema>;

export const runOptionsSchema = z.strictObject({
  jobs: z.int().min(1).max(64).default(4),
  /** The schemas to move; all of the project's own where it is left out. */
  schemas: z.array(z.string().min(1)).optional(),
  /** Patterns as psql's \dt takes them: `schema.table`, `*` and `?` as wildcards. */
  excludeTables: z.array(z.string().min(1)).default([]),
  /** Tables above this size in bytes are left out, and listed as to be copied later. */
  skipLargeBytes: z.number().positive().optional(),
  /** Extensions that are left out, with every object that hangs on them. */
  withoutExtensions: z.array(z.string().min(1)).default([]),
  /** Where the target's schema comes from: the source, a migration folder, or the target itself, which has it. */
  schema: z.enum(['dump', 'migrations', 'existing']).default('dump'),
  /** The migration folder; `supabase/migrations` below the working folder where it is left out. */
  migrationsFolder: z.string().min(1).optional(),
  /** With a schema of the target's own: what becomes of rows in tables that are filled. */
  existingRows: z.enum(['refuse', 'set-aside']).default('refuse'),
  foreignKeys: z.enum(['validate', 'trust']).default('validate'),
  onFailure: z.enum(['pause', 'rollback']).default('pause'),
  /** Goes on past schema objects that fail; the run has failed all the same, with each of them named. */
  keepGoing: z.boolean().default(false),
  verify: z.enum(['none', 'counts', 'checksums']).default('checksums'),
  /** Where the files of Storage go; decided by what is known of both ends where it is left out. */
  storage: z.enum(['api', 'directory', 'none']).optional(),
  /** Transfers of files at once. */
  storageJobs: z.int().min(1).max(64).default(8),
  /** Where `directory` puts them; in the run's own folder where it is left out. */
  storageFolder: z.string().min(1).optional(),
  /** What becomes of a target's bucket that has files already; a blocker where it is left out. */
  existingBuckets: z.enum(['skip', 'overwrite', 'rename']).optional(),
  /** Files that verification reads back, in percent. */
  verifyStorage: z.number().gt(0).max(100).default(100),
  /** Where the users of Supabase Auth go; what fits the two ends where it is left out. */
  auth: z.enum(['supabase', 'plain', 'stack', 'none']).optional(),
  /** Check id -> the operator's reason for going on although it is red. */
  overrides: z.record(z.string(), z.string().min(1)).default({}),
});
export type RunOptions = z.infer<typeof runOptionsSchema>;

/** Access to a Stack Auth project, for `--auth stack`. Holds a secret: memory only. */
export interface StackSettings {
  /** `https://api.stack-auth.com`, or a server of one's own; without `/api/v1`. */
  readonly baseUrl: string;
  readonly projectId: string;
  readonly secretServerKey: string;
  /** What the names of the headers begin with: `X-Stack`. The service was renamed, and its headers may be. */
  readonly headerPrefix: string;
}

/** What an engine is made for: two connection strings (with secrets, in memory only) and the choices. */
export interface EngineConfig {
  readonly profile: Profile;
  readonly sourceUrl: string;
  readonly targetUrl: string;
  readonly options: RunOptions;
  /** Supabase API access for the API checks, where it is known. */
  readonly supabase?: {
    readonly source?: { readonly url: string; readonly serviceKey: string };
    readonly target?: { readonly url: string; readonly serviceKey: string };
  };
  readonly stack?: StackSettings;
  /** What earlier runs of the profile took, newest first; undefined where nothing is remembered of them. */
  readonly history?: History;
  /** What the newest estimate came to, in seconds. */
  readonly expectedSeconds?: number;
  /** Whose word overrides and ticks are, for the report. */
  readonly operator?: string;
  /** What the operator has said already; a run may be told more. */
  readonly said?: Said;
  /** An account whose password is known: a login with it is tried after the migration. Memory only. */
  readonly login?: { readonly email: string; readonly password: string };
  /** Where the records of runs are kept. */
  readonly stateDir: string;
  readonly toolVersion: string;
  readonly logLevel?: 'debug' | 'info' | 'warn' | 'error';
}
