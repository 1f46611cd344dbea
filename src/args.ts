import { Argument, Command, CommanderError, Option } from 'commander';
import { CutoverError } from '../core/index.ts';
import {
  type CommandName,
  commandNames,
  commands,
  type FlagName,
  flags,
  globalFlags,
  isCommandName,
} from './commands/table.ts';
import { type Flags, flagsSchema } from './flags.ts';

/** What the operator asked for, checked. Defaults that hang on the face or the profile come later. */
export interface Invocation {
  readonly kind: 'run';
  readonly command: CommandName;
  readonly flags: Flags;
  /** The run that was named behind the command; the newest fitting one where it is left out. */
  readonly runId: string | undefined;
  /** The word behind a command that takes one of several. */
  readonly topic: string | undefined;
  /** The folder behind a command that takes one. */
  readonly folder: string | undefined;
  /** What follows the topic. */
  readonly names: readonly string[];
}

/** `--help` and `--version` end here: their text goes to stdout, exit 0. */
export interface Answer {
  readonly kind: 'answer';
  readonly text: string;
}

/**
 * Arguments in (without node and script), checked request out.
 * Throws `config.invalid` with what is wrong and what to do; a command or flag that is not built is wrong too.
 */
export function parseArgs(argv: readonly string[], toolVersion: string): Invocation | Answer {
  let answer = '';
  let complaint = '';
  const parsed: {
    command: CommandName;
    raw: Record<string, unknown>;
    runId: string | undefined;
    topic: string | undefined;
    folder: string | undefined;
    names: readonly string[];
  }[] = [];

  const program = new Command('cutover');
  for (const name of commandNames) {
    const command = name === 'wizard' ? program : program.command(name);
    const { summary, flags: own, helps = {}, takesRun, topics, topicsHelp, takes, takesNames } = commands[name];
    command
      .description(summary)
      .exitOverride()
      .configureOutput({
        writeOut: (text) => {
          answer += text;
        },
        writeErr: (text) => {
          complaint += text;
        },
      })
      .allowExcessArguments(false)
      // A command's own help has the words behind its name; with them the list would be too wide to be wrapped.
      .configureHelp({ subcommandTerm: (each) => each.name() })
      .helpOption('-h, --help', 'show help')
      .version(toolVersion, '-V, --version', 'show the version');
    for (const flag of own) command.addOption(optionOf(flag, helps[flag]));
    for (const flag of globalFlags) command.addOption(optionOf(flag).helpGroup('Flags of every command:'));
    if (takesRun) command.argument('[run]', 'id of the run; the newest fitting one by default');
    if (takes) command.argument(`<${takes}>`, 'that a backup was written to');
    if (topics) command.addArgument(new Argument('[what]', topicsHelp).choices(topics));
    if (takesNames) command.argument('[name...]', 'of the migration: its version, its name, or a part of it');
    command.action((...received: unknown[]) => {
      const word = received[0] as string | undefined;
      const [runId, topic] = [takesRun ? word : undefined, topics ? word : undefined];
      const names = takesNames ? (received[1] as string[]) : [];
      const folder = takes ? word : undefined;
      parsed.push({ command: name, raw: command.opts(), runId, topic, folder, names });
    });
  }
  program.enablePositionalOptions().helpCommand(false);

  try {
    program.parse(commandFirst(argv), { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { kind: 'answer', text: answer };
    throw usage(complaint === '' ? error.message : complaint);
  }
  const [request] = parsed;
  if (request === undefined) throw usage('nothing to do');
  const result = flagsSchema.safeParse(request.raw);
  if (!result.success) throw invalidFlags(result.error.issues);
  const invocation = {
    kind: 'run',
    command: request.command,
    flags: result.data,
    runId: request.runId,
    topic: request.topic,
    folder: request.folder,
    names: request.names,
  } as const;
  refuseContradictions(invocation);
  return invocation;
}

function optionOf(name: FlagName, help = flags[name].help): Option {
  const option = new Option(flags[name].syntax, help);
  // A flag that may be given several times collects its values, whether they come one by one or in a row.
  if (flags[name].repeatable) option.argParser((value, previous: string[] | undefined) => [...(previous ?? []), value]);
  return option;
}

/**
 * Options may stand before the command's name: the name is moved to the front, where commander expects it.
 * A flag with a value swallows exactly one word on the way, so `--exclude-table a run` still means `run`.
 */
function commandFirst(argv: readonly string[]): string[] {
  const valued = new Map<string, boolean>();
  for (const { syntax } of Object.values(flags)) {
    for (const word of syntax.split(/[ ,]+/)) if (word.startsWith('-')) valued.set(word, syntax.includes('<'));
  }
  for (const word of ['-h', '--help', '-V', '--version']) valued.set(word, false);
  for (let index = 0; index < argv.length; index += 1) {
    const word = argv[index] ?? '';
    if (word === '--') break;
    if (word.startsWith('-') && word !== '-') {
      const takesValue = valued.get(word);
      // Commander finds the words for a flag that nobody knows.
      if (takesValue === undefined && !word.includes('=')) return [...argv];
      if (takesValue === true) index += 1;
      continue;
    }
    const others = [...argv.slice(0, index), ...argv.slice(index + 1)];
    if (word === 'help') return [...others.filter(isCommandName).slice(0, 1), '--help'];
    if (word !== 'wizard' && isCommandName(word)) return [word, ...others];
    throw new CutoverError('config.invalid', `'${word}' is not a command of cutover`, {
      hint: `The commands are ${commandNames.filter((name) => name !== 'wizard').join(', ')}. See 'cutover --help'.`,
    });
  }
  return [...argv];
}

function usage(message: string, hint = "See 'cutover --help' for the commands and flags."): CutoverError {
  const oneLine = message
    .trim()
    .replace(/^error: /, '')
    .replace(
      /^command-argument value '(.*)' is invalid for argument 'what'\./,
      "'$1' is nothing that this command does.",
    )
    .replace(/\s*\n\s*/g, ' ');
  return new CutoverError('config.invalid', oneLine, { hint });
}

function invalidFlags(issues: readonly { readonly message: string }[]): CutoverError {
  return usage(issues.map((issue) => issue.message).join('; '));
}

/** What a run moves and how was settled at its beginning; tables that follow into it keep to that. */
function refuseBesideOnlyTable(given: Flags): void {
  if (given.onlyTable === undefined) return;
  const beside: ReadonlySet<FlagName> = new Set(['go', 'jobs', 'onlyTable']);
  const strange = commands.run.flags.find((name) => {
    const value = given[name];
    return !beside.has(name) && value !== undefined && value !== false;
  });
  if (strange === undefined) return;
  throw usage(
    `${flags[strange].syntax.split(' ')[0]} means nothing beside --only-table`,
    'Tables follow into a run as that run was begun: leave the flag out.',
  );
}

function refuseContradictions({ command, flags: given, runId, topic }: Invocation): void {
  const { topics } = commands[command];
  if (topics && topic === undefined) {
    throw usage(`'cutover ${command}' needs to know what`, `Give one of ${topics.join(', ')}.`);
  }
  if (given.json && given.plain) throw usage('--json and --plain cannot be combined', 'Give one of the two.');
  if (given.profile !== undefined && given.config !== undefined) {
    throw usage('--profile and --config cannot be combined', 'A profile comes either by name or from a file.');
  }
  if (given.source !== undefined && given.source === given.target) {
    throw usage(
      '--source and --target are the same',
      'Name the database to move as --source and its new home as --target.',
    );
  }
  if (given.existingRows !== undefined && given.schema !== 'existing') {
    throw usage(
      '--existing-rows is about tables that the target keeps',
      'Give it with --schema existing; otherwise the whole schema is set aside.',
    );
  }
  const { flags: own } = commands[command];
  if (own.includes('schema') && given.migrations !== undefined && given.schema !== 'migrations') {
    throw usage(
      '--migrations names the folder that the schema comes from',
      'Give it with --schema migrations; otherwise no file of it is read.',
    );
  }
  if (given.schema === 'existing' && given.withoutExtension !== undefined) {
    throw usage(
      '--without-extension has nothing to leave out with --schema existing',
      'The target keeps the schema that it has; give one of the two.',
    );
  }
  if (runId !== undefined && !/^[A-Za-z0-9][\w-]*$/.test(runId)) {
    throw usage(`'${runId}' is not the id of a run`, "'cutover runs' lists the runs with their ids.");
  }
  if (command === 'verify' && given.verify === 'none') {
    throw usage(
      "'cutover verify' with --verify none would verify nothing",
      'Give --verify counts or --verify checksums.',
    );
  }
  if (given.allProfiles && (given.profile ?? given.config ?? given.source) !== undefined) {
    throw usage('--all-profiles takes every saved profile', 'Leave out --profile, --config and --source.');
  }
  refuseBesideOnlyTable(given);
  if (command === 'run' && !given.go) {
    throw usage(
      "'cutover run' needs your go",
      "Look at 'cutover check', 'cutover estimate' and 'cutover plan' first; then give --go.",
    );
  }
  // A rollback without it shows its plan, and refuses then.
  if ((command === 'finalize' || command === 'restore') && given.confirm === undefined) {
    throw usage(
      `'cutover ${command}' needs --confirm`,
      `Give --confirm with the name of the target's database: this is what 'cutover ${command}' changes.`,
    );
  }
}
