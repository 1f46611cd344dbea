import { resolve } from 'node:path';
import { z } from 'zod';
import { defaultMigrationsFolder, type RunOptions, runOptionsSchema, truthNames } from '../core/index.ts';
import { parseSize } from '../screens/text/sizes.ts';

function oneOf<const Values extends readonly [string, ...string[]]>(flag: string, values: Values) {
  return z.enum(values, { error: (issue) => `${flag} is ${listed(values)}, not '${String(issue.input)}'` });
}

function listed(values: readonly string[]): string {
  return `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;
}

function wholeNumber(flag: string, from: number, to: number) {
  return z.string().transform((text, context) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= from && value <= to) return value;
    context.addIssue({ code: 'custom', message: `${flag} is a whole number from ${from} to ${to}, not '${text}'` });
    return z.NEVER;
  });
}

const scale = z.string().transform((text, context) => {
  const value = Number(text);
  if (/^\d*\.?\d+$/.test(text) && value > 0 && value <= 1000) return value;
  context.addIssue({ code: 'custom', message: `--scale is a number above 0, at most 1000, not '${text}'` });
  return z.NEVER;
});

function filled(flag: string, what: string) {
  return z.string().refine((text) => text.trim() !== '', { error: `${flag} needs ${what}` });
}

const schemaList = z.string().transform((text, context) => {
  const names = text.split(',').map((name) => name.trim());
  if (!names.includes('')) return names;
  context.addIssue({ code: 'custom', message: `--schemas is a list such as public,billing, not '${text}'` });
  return z.NEVER;
});

const tableList = z.string().transform((text, context) => {
  const names = text.split(',').map((name) => name.trim());
  if (!names.includes('')) return names;
  context.addIssue({ code: 'custom', message: `--tables is a list such as public.orders,public.items, not '${text}'` });
  return z.NEVER;
});

const size = z.string().transform((text, context) => {
  const bytes = parseSize(text);
  if (bytes !== undefined) return bytes;
  context.addIssue({ code: 'custom', message: `--skip-large is a size such as 500MB, 5GB or 1GiB, not '${text}'` });
  return z.NEVER;
});

const verifyStorage = z.string().transform((text, context) => {
  if (text === 'all') return 100;
  const percent = Number(/^sample:(\d*\.?\d+)%$/.exec(text)?.[1]);
  if (percent > 0 && percent <= 100) return percent;
  context.addIssue({
    code: 'custom',
    message: `--verify-storage is all or sample:N%, such as sample:10%, not '${text}'`,
  });
  return z.NEVER;
});

const overrides = z.array(z.string()).transform((pairs, context) => {
  const reasons: Record<string, string> = {};
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    const check = pair.slice(0, at).trim();
    const reason = pair.slice(at + 1).trim();
    if (at < 1 || check === '' || reason === '') {
      const message = `--override is CHECK=REASON with a reason that the report can show, not '${pair}'`;
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    }
    if (Object.hasOwn(reasons, check)) {
      context.addIssue({ code: 'custom', message: `--override names the check '${check}' twice` });
      return z.NEVER;
    }
    reasons[check] = reason;
  }
  return reasons;
});

const truthList = z.string().transform((text, context) => {
  const names = text.split(',').map((name) => name.trim());
  const known = truthNames.filter((name) => names.includes(name));
  if (known.length > 0 && names.every((name) => truthNames.some((each) => each === name))) return known;
  context.addIssue({ code: 'custom', message: `--compare is a list of ${listed(truthNames)}, not '${text}'` });
  return z.NEVER;
});

const toward = z.array(z.string()).transform((words, context) => {
  const name = truthNames.find((each) => words.length === 2 && words[0] === 'toward' && words[1] === each);
  if (name !== undefined) return name;
  const message = `--emit is followed by toward and ${listed(truthNames)}, not '${words.join(' ')}'`;
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

/** The flags as commander gives them, checked; messages are whole sentences that name the flag. */
export const flagsSchema = z.object({
  profile: filled('--profile', 'the name of a profile').optional(),
  config: filled('--config', 'a file').optional(),
  source: filled('--source', 'a connection URL').optional(),
  target: filled('--target', 'a connection URL').optional(),
  json: z.boolean().default(false),
  plain: z.boolean().default(false),
  input: z.boolean().default(true),
  color: z.boolean().default(true),
  screenReader: z.boolean().default(false),
  stateDir: filled('--state-dir', 'a folder').optional(),
  logLevel: oneOf('--log-level', ['debug', 'info', 'warn', 'error']).optional(),
  jobs: wholeNumber('--jobs', 1, 64).optional(),
  schemas: schemaList.optional(),
  excludeTable: z.array(filled('--exclude-table', 'a pattern')).optional(),
  onlyTable: z.array(filled('--only-table', 'a pattern')).optional(),
  skipLarge: size.optional(),
  withoutExtension: z.array(filled('--without-extension', 'the name of an extension')).optional(),
  schema: oneOf('--schema', ['dump', 'migrations', 'existing']).optional(),
  existingRows: oneOf('--existing-rows', ['refuse', 'set-aside']).optional(),
  fk: oneOf('--fk', ['validate', 'trust']).optional(),
  onFailure: oneOf('--on-failure', ['pause', 'rollback']).optional(),
  keepGoing: z.boolean().default(false),
  verify: oneOf('--verify', ['none', 'counts', 'checksums']).optional(),
  storage: oneOf('--storage', ['api', 'directory', 'none']).optional(),
  storageJobs: wholeNumber('--storage-jobs', 1, 64).optional(),
  storageDir: filled('--storage-dir', 'a folder').optional(),
  existingBuckets: oneOf('--existing-buckets', ['skip', 'overwrite', 'rename']).optional(),
  verifyStorage: verifyStorage.optional(),
  auth: oneOf('--auth', ['supabase', 'plain', 'stack', 'none']).optional(),
  go: z.boolean().default(false),
  override: overrides.optional(),
  tick: z.array(filled('--tick', 'the name of an item of the checklist')).optional(),
  endHoldEarly: z.boolean().default(false),
  confirm: filled('--confirm', "the name of the target's database").optional(),
  overwriteNewer: z.boolean().default(false),
  open: z.boolean().default(false),
  allProfiles: z.boolean().default(false),
  format: oneOf('--format', ['table', 'csv', 'json']).optional(),
  callbackUrl: z.url({ error: '--callback-url is a URL such as https://shop.example/reset' }).optional(),
  perHour: wholeNumber('--per-hour', 1, 1_000_000).optional(),
  migrations: filled('--migrations', 'a folder').optional(),
  dryRun: z.boolean().default(false),
  compare: truthList.optional(),
  prisma: filled('--prisma', 'a file or folder').optional(),
  snapshot: filled('--snapshot', 'a file').optional(),
  save: filled('--save', 'a file').optional(),
  emit: toward.optional(),
  allow: oneOf('--allow', ['harmless', 'risky']).optional(),
  summary: filled('--summary', 'a file, or -').optional(),
  untested: filled('--untested', 'a reason').optional(),
  lockTimeout: wholeNumber('--lock-timeout', 1, 3600).optional(),
  sampleRows: wholeNumber('--sample-rows', 1, 1_000_000).optional(),
  risk: oneOf('--risk', ['low', 'medium', 'high']).optional(),
  tables: tableList.optional(),
  output: filled('--output', 'a file').optional(),
  scale: scale.optional(),
  keep: z.boolean().default(false),
  history: z.boolean().default(false),
  drill: z.boolean().default(false),
});
export type Flags = z.infer<typeof flagsSchema>;

/**
 * The options of a run: what flags say, the house's defaults for the rest. A failure rolls back where nobody
 * watches, and pauses in the wizard, where the operator decides.
 */
export function runOptions(given: Flags, headless: boolean): RunOptions {
  return runOptionsSchema.parse({
    onFailure: given.onFailure ?? (headless ? 'rollback' : 'pause'),
    ...(given.jobs === undefined ? {} : { jobs: given.jobs }),
    ...(given.schemas === undefined ? {} : { schemas: given.schemas }),
    ...(given.excludeTable === undefined ? {} : { excludeTables: given.excludeTable }),
    ...(given.skipLarge === undefined ? {} : { skipLargeBytes: given.skipLarge }),
    ...(given.withoutExtension === undefined ? {} : { withoutExtensions: given.withoutExtension }),
    ...(given.schema === undefined ? {} : { schema: given.schema }),
    ...(given.schema === 'migrations'
      ? { migrationsFolder: resolve(given.migrations ?? defaultMigrationsFolder) }
      : {}),
    ...(given.existingRows === undefined ? {} : { existingRows: given.existingRows }),
    ...(given.fk === undefined ? {} : { foreignKeys: given.fk }),
    ...(given.keepGoing ? { keepGoing: true } : {}),
    ...(given.verify === undefined ? {} : { verify: given.verify }),
    ...(given.storage === undefined ? {} : { storage: given.storage }),
    ...(given.storageJobs === undefined ? {} : { storageJobs: given.storageJobs }),
    ...(given.storageDir === undefined ? {} : { storageFolder: resolve(given.storageDir) }),
    ...(given.existingBuckets === undefined ? {} : { existingBuckets: given.existingBuckets }),
    ...(given.verifyStorage === undefined ? {} : { verifyStorage: given.verifyStorage }),
    ...(given.auth === undefined ? {} : { auth: given.auth }),
    ...(given.override === undefined ? {} : { overrides: given.override }),
  });
}
