import { userReportNames } from '../../core/index.ts';

/** Every command and flag that is built, as data: the parser, the help and the refusals all come from here. */

interface FlagText {
  readonly syntax: string;
  readonly help: string;
  readonly repeatable?: true;
}

const flagTexts = {
  profile: { syntax: '--profile <name>', help: 'use the saved profile of this name' },
  config: { syntax: '--config <file>', help: 'use the profile in this JSON file' },
  source: { syntax: '--source <url>', help: 'connection URL of the source (CUTOVER_SOURCE_URL)' },
  target: { syntax: '--target <url>', help: 'connection URL of the target (CUTOVER_TARGET_URL)' },
  json: { syntax: '--json', help: 'print one JSON object a line, and nothing else, on stdout' },
  plain: { syntax: '--plain', help: 'print plain lines instead of opening the wizard' },
  input: { syntax: '--no-input', help: 'never ask for anything' },
  color: { syntax: '--no-color', help: 'no colour (NO_COLOR)' },
  screenReader: { syntax: '--screen-reader', help: 'a wizard without drawings and animation' },
  stateDir: { syntax: '--state-dir <dir>', help: 'where the records of runs are kept' },
  logLevel: { syntax: '--log-level <level>', help: 'debug, info, warn or error; of run.log' },
  jobs: { syntax: '--jobs <n>', help: 'how many steps run at once, 1 to 64 (default: 4)' },
  schemas: { syntax: '--schemas <a,b>', help: "move these schemas only (default: all of the project's own)" },
  excludeTable: {
    syntax: '--exclude-table <pattern...>',
    help: 'leave tables out: schema.table, with * and ? (repeatable)',
    repeatable: true,
  },
  skipLarge: { syntax: '--skip-large <size>', help: 'leave out tables above this size: 500MB, 5GB, 1GiB' },
  onlyTable: {
    syntax: '--only-table <pattern...>',
    help: 'copy tables that were left out into the run that is held on the target: schema.table, with * and ? (repeatable)',
    repeatable: true,
  },
  withoutExtension: {
    syntax: '--without-extension <name...>',
    help: 'leave this extension out, and every object that needs it (repeatable)',
    repeatable: true,
  },
  schema: {
    syntax: '--schema <from>',
    help: "where the target's schema comes from: dump (the source), migrations (the folder), existing (it is there) (default: dump)",
  },
  existingRows: {
    syntax: '--existing-rows <how>',
    help: 'with --schema existing, rows in tables that get some: refuse, set-aside (default: refuse)',
  },
  fk: { syntax: '--fk <how>', help: 'validate foreign keys, or trust the source: validate, trust (default: validate)' },
  onFailure: {
    syntax: '--on-failure <what>',
    help: 'pause or rollback (default: rollback, in the wizard pause)',
  },
  keepGoing: {
    syntax: '--keep-going',
    help: 'go on past schema objects that fail; the run has failed all the same, with each of them named',
  },
  verify: { syntax: '--verify <mode>', help: 'none, counts or checksums (default: checksums)' },
  storage: {
    syntax: '--storage <mode>',
    help: 'where the files of Storage go: api, directory, none (default: api where both ends have one, else none)',
  },
  storageJobs: { syntax: '--storage-jobs <n>', help: 'how many files are under way at once, 1 to 64 (default: 8)' },
  storageDir: {
    syntax: '--storage-dir <dir>',
    help: "where --storage directory puts the files (default: the run's own folder)",
  },
  existingBuckets: {
    syntax: '--existing-buckets <how>',
    help: 'buckets that the target has, with files in them: skip, overwrite, rename (default: a blocker)',
  },
  verifyStorage: {
    syntax: '--verify-storage <which>',
    help: 'which files are read back and compared: all, or sample:N% (default: all)',
  },
  auth: {
    syntax: '--auth <mode>',
    help: 'where the users go: supabase, plain, stack, none (default: what fits the target)',
  },
  go: { syntax: '--go', help: "the operator's go; refused all the same while a blocker is red" },
  override: {
    syntax: '--override <check=reason>',
    help: 'go on although this check is red; the reason is in the report (repeatable)',
    repeatable: true,
  },
  tick: {
    syntax: '--tick <item...>',
    help: "your word for a manual item of the checklist, as its check names it; 'backup' where one was taken elsewhere",
    repeatable: true,
  },
  confirm: { syntax: '--confirm <word>', help: "the name of the target's database, typed" },
  overwriteNewer: {
    syntax: '--overwrite-newer',
    help: 'restore although the target has rows that the backup does not have; they are backed up first',
  },
  open: { syntax: '--open', help: 'open report.html in the browser' },
  allProfiles: { syntax: '--all-profiles', help: 'back up the source of every saved profile, one after the other' },
  endHoldEarly: {
    syntax: '--end-hold-early',
    help: 'finalize although the hold is not over: what was set aside is then dropped for good',
  },
  format: { syntax: '--format <how>', help: 'table, csv or json, one object a line (default: table)' },
  callbackUrl: { syntax: '--callback-url <url>', help: 'the page of your app that takes the code of a reset mail' },
  perHour: { syntax: '--per-hour <n>', help: 'how many reset mails are sent in an hour (default: 200)' },
  migrations: { syntax: '--migrations <dir>', help: 'the migration folder (default: supabase/migrations)' },
  dryRun: { syntax: '--dry-run', help: 'say what would be done, and do nothing' },
  untested: { syntax: '--untested <reason>', help: 'go without a passed test; the reason is kept in the history' },
  lockTimeout: {
    syntax: '--lock-timeout <seconds>',
    help: 'how long one of six tries waits for a lock (default: 3)',
  },
  sampleRows: {
    syntax: '--sample-rows <n>',
    help: "rows of each of the target's tables that a test copies along (default: none)",
  },
  risk: { syntax: '--risk <level>', help: 'of a new migration: low, medium, high (default: low)' },
  compare: {
    syntax: '--compare <a,b>',
    help: 'of source, target, migrations, prisma, snapshot (default: all that are there)',
  },
  prisma: { syntax: '--prisma <path>', help: 'schema.prisma, or a folder of them (default: prisma/schema.prisma)' },
  snapshot: { syntax: '--snapshot <file>', help: 'a schema that was saved with --save, to compare with' },
  save: { syntax: '--save <file>', help: 'save the schema of the first that is compared' },
  emit: {
    syntax: '--emit <toward...>',
    help: 'write a planned migration: toward source, target, migrations, prisma or snapshot; nothing is applied',
    repeatable: true,
  },
  allow: { syntax: '--allow <severity>', help: 'exit 0 all the same up to harmless, or up to risky' },
  summary: { syntax: '--summary <file>', help: 'append a summary in Markdown to this file; - is stdout' },
  tables: { syntax: '--tables <a,b>', help: 'the tables that are written, with * and ?' },
  output: { syntax: '--output <file>', help: 'where the seed is written (default: stdout)' },
  scale: { syntax: '--scale <n>', help: 'size of the sample; 1 is some 300,000 rows, 0.1 a tenth (default: 1)' },
  drill: {
    syntax: '--drill',
    help: 'of a rehearsal: kill the run half-way, resume it, verify it, roll it back, and time each',
  },
  history: { syntax: '--history', help: 'what was estimated of each run, and what it took' },
  keep: { syntax: '--keep', help: 'leave the two servers up until Ctrl-C' },
} as const satisfies Record<string, FlagText>;

export type FlagName = keyof typeof flagTexts;
export const flags: Readonly<Record<FlagName, FlagText>> = flagTexts;

export const globalFlags: readonly FlagName[] = [
  'profile',
  'config',
  'source',
  'target',
  'json',
  'plain',
  'input',
  'color',
  'screenReader',
  'stateDir',
  'logLevel',
];

/** What decides which tables are moved. */
const selection: readonly FlagName[] = [
  ...(['schemas', 'excludeTable', 'skipLarge', 'withoutExtension', 'auth'] as const),
  ...(['schema', 'migrations', 'existingRows'] as const),
];

/** Where files go, and what of them is read back. */
const storage: readonly FlagName[] = ['storage', 'storageDir', 'existingBuckets'];
const transfer: readonly FlagName[] = [...storage, 'storageJobs', 'verifyStorage'];

interface CommandText {
  readonly summary: string;
  /** Flags beside the global ones. One that would change nothing is not among them: it is refused, not ignored. */
  readonly flags: readonly FlagName[];
  /** Where a flag means something else here than elsewhere. */
  readonly helps?: Readonly<Partial<Record<FlagName, string>>>;
  readonly takesRun: boolean;
  /** What the command needs to be told beside its flags, in the words of its help. */
  readonly takes?: string;
  /** The words that the command takes one of. */
  readonly topics?: readonly string[];
  /** What the topics are about, in a few words. */
  readonly topicsHelp?: string;
  /** True where names follow the topic. */
  readonly takesNames?: true;
}

const commandTexts = {
  wizard: {
    summary: 'Moves a database from hosted Supabase to PostgreSQL of your own. Without a command: the wizard.',
    flags: ['jobs', ...selection, ...transfer, 'fk', 'onFailure', 'keepGoing', 'verify', 'override'],
    takesRun: false,
  },
  demo: {
    summary: 'start two servers with a sample project and move it, in the wizard or headless',
    flags: ['scale', 'keep', 'jobs', ...selection, ...transfer, 'fk', 'onFailure', 'keepGoing', 'verify', 'override'],
    takesRun: false,
  },
  check: {
    summary: 'connection tests and every other preflight check',
    flags: ['jobs', ...selection, ...storage, 'fk', 'override', 'tick'],
    takesRun: false,
  },
  estimate: {
    summary: 'volume, measured rates, and the time with its buffer against the window',
    flags: ['jobs', ...selection, 'storage'],
    takesRun: false,
  },
  plan: {
    summary: 'the dry run: every step, nothing written anywhere',
    flags: ['jobs', ...selection, ...storage, 'fk', 'keepGoing', 'verify', 'verifyStorage'],
    takesRun: false,
  },
  run: {
    summary: 'the whole migration, headless',
    flags: [
      'go',
      'jobs',
      'onlyTable',
      ...selection,
      ...transfer,
      'fk',
      'onFailure',
      'keepGoing',
      'verify',
      'override',
      'tick',
      'drill',
    ],
    takesRun: false,
  },
  resume: { summary: 'go on with an unfinished run', flags: ['jobs', 'storageJobs', 'onFailure'], takesRun: true },
  verify: {
    summary: 'verification alone, at any time',
    flags: ['jobs', 'verify', 'storageJobs', 'verifyStorage'],
    takesRun: true,
  },
  rollback: {
    summary: 'show what a rollback does; with --confirm, put the target back as it was',
    flags: ['confirm'],
    takesRun: true,
  },
  finalize: {
    summary: 'end the hold: drop what was set aside, and the ledger',
    flags: ['confirm', 'endHoldEarly'],
    takesRun: true,
  },
  report: {
    summary: 'make the report of a run anew, and say where it is',
    flags: ['open'],
    takesRun: true,
  },
  reconcile: {
    summary: 'export what was written to the target since the cutover, for the source; writes to neither',
    flags: ['jobs'],
    takesRun: true,
  },
  runs: { summary: 'list the runs, with state and verdict', flags: ['history'], takesRun: false },
  backup: {
    summary: 'back up tables of the source as JSON: auth and storage, or the schemas that you name',
    flags: ['schemas', 'excludeTable', 'allProfiles'],
    helps: {
      schemas: 'back up these schemas (default: auth and storage)',
      excludeTable: 'leave the rows of tables out: schema.table, with * and ? (repeatable)',
    },
    takesRun: false,
  },
  restore: {
    summary: 'put the rows of a backup in the place of those that the target has',
    flags: ['confirm', 'overwriteNewer'],
    takesRun: false,
    takes: 'folder',
  },
  users: {
    summary:
      'of a run with Stack Auth: who moves how, the mapping of ids, who needs a new password, notices, reset mails',
    flags: ['format', 'callbackUrl', 'perHour', 'confirm'],
    helps: { confirm: 'of send-resets: the number of mails' },
    takesRun: false,
    topics: [...userReportNames, 'send-resets'],
    topicsHelp: 'a report, or the sending of the mails',
  },
  drift: {
    summary: 'compare the schemas of source, target, migration folder, Prisma schema and snapshot; 4 where they differ',
    flags: ['compare', 'schemas', 'migrations', 'prisma', 'snapshot', 'save', 'emit', 'allow', 'summary'],
    helps: {
      schemas: "compare these schemas only (default: all of the project's own)",
      migrations: 'the migration folder, to compare and to write to (default: supabase/migrations)',
    },
    takesRun: false,
  },
  seed: {
    summary: 'write reference data of the source as an SQL file that may be run again and again',
    flags: ['tables', 'output'],
    takesRun: false,
  },
  migrations: {
    summary: 'the migration folder: write, look at, test, apply and take back changes of the schema',
    flags: ['migrations', 'dryRun', 'confirm', 'untested', 'lockTimeout', 'sampleRows', 'risk', 'tables'],
    helps: { tables: 'of a new migration: the affected tables' },
    takesRun: false,
    topics: ['new', 'status', 'lint', 'test', 'apply', 'rollback'],
    topicsHelp: 'what is done with it',
    takesNames: true,
  },
} as const satisfies Record<string, CommandText>;

export type CommandName = keyof typeof commandTexts;
export const commands: Readonly<Record<CommandName, CommandText>> = commandTexts;
export const commandNames = Object.keys(commandTexts) as readonly CommandName[];

export function isCommandName(word: string): word is CommandName {
  return Object.hasOwn(commands, word);
}
