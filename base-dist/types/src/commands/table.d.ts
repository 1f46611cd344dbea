/** Every command and flag that is built, as data: the parser, the help and the refusals all come from here. */
interface FlagText {
    readonly syntax: string;
    readonly help: string;
    readonly repeatable?: true;
}
declare const flagTexts: {
    readonly profile: {
        readonly syntax: '--profile <name>';
        readonly help: 'use the saved profile of this name';
    };
    readonly config: {
        readonly syntax: '--config <file>';
        readonly help: 'use the profile in this JSON file';
    };
    readonly source: {
        readonly syntax: '--source <url>';
        readonly help: 'connection URL of the source (CUTOVER_SOURCE_URL)';
    };
    readonly target: {
        readonly syntax: '--target <url>';
        readonly help: 'connection URL of the target (CUTOVER_TARGET_URL)';
    };
    readonly json: {
        readonly syntax: '--json';
        readonly help: 'print one JSON object a line, and nothing else, on stdout';
    };
    readonly plain: {
        readonly syntax: '--plain';
        readonly help: 'print plain lines instead of opening the wizard';
    };
    readonly input: {
        readonly syntax: '--no-input';
        readonly help: 'never ask for anything';
    };
    readonly color: {
        readonly syntax: '--no-color';
        readonly help: 'no colour (NO_COLOR)';
    };
    readonly screenReader: {
        readonly syntax: '--screen-reader';
        readonly help: 'a wizard without drawings and animation';
    };
    readonly stateDir: {
        readonly syntax: '--state-dir <dir>';
        readonly help: 'where the records of runs are kept';
    };
    readonly logLevel: {
        readonly syntax: '--log-level <level>';
        readonly help: 'debug, info, warn or error; of run.log';
    };
    readonly jobs: {
        readonly syntax: '--jobs <n>';
        readonly help: 'how many steps run at once, 1 to 64 (default: 4)';
    };
    readonly schemas: {
        readonly syntax: '--schemas <a,b>';
        readonly help: "move these schemas only (default: all of the project's own)";
    };
    readonly excludeTable: {
        readonly syntax: '--exclude-table <pattern...>';
        readonly help: 'leave tables out: schema.table, with * and ? (repeatable)';
        readonly repeatable: true;
    };
    readonly skipLarge: {
        readonly syntax: '--skip-large <size>';
        readonly help: 'leave out tables above this size: 500MB, 5GB, 1GiB';
    };
    readonly onlyTable: {
        readonly syntax: '--only-table <pattern...>';
        readonly help: 'copy tables that were left out into the run that is held on the target: schema.table, with * and ? (repeatable)';
        readonly repeatable: true;
    };
    readonly withoutExtension: {
        readonly syntax: '--without-extension <name...>';
        readonly help: 'leave this extension out, and every object that needs it (repeatable)';
        readonly repeatable: true;
    };
    readonly schema: {
        readonly syntax: '--schema <from>';
        readonly help: "where the target's schema comes from: dump (the source), migrations (the folder), existing (it is there) (default: dump)";
    };
    readonly existingRows: {
        readonly syntax: '--existing-rows <how>';
        readonly help: 'with --schema existing, rows in tables that get some: refuse, set-aside (default: refuse)';
    };
    readonly fk: {
        readonly syntax: '--fk <how>';
        readonly help: 'validate foreign keys, or trust the source: validate, trust (default: validate)';
    };
    readonly onFailure: {
        readonly syntax: '--on-failure <what>';
        readonly help: 'pause or rollback (default: rollback, in the wizard pause)';
    };
    readonly keepGoing: {
        readonly syntax: '--keep-going';
        readonly help: 'go on past schema objects that fail; the run has failed all the same, with each of them named';
    };
    readonly verify: {
        readonly syntax: '--verify <mode>';
        readonly help: 'none, counts or checksums (default: checksums)';
    };
    readonly storage: {
        readonly syntax: '--storage <mode>';
        readonly help: 'where the files of Storage go: api, directory, none (default: api where both ends have one, else none)';
    };
    readonly storageJobs: {
        readonly syntax: '--storage-jobs <n>';
        readonly help: 'how many files are under way at once, 1 to 64 (default: 8)';
    };
    readonly storageDir: {
        readonly syntax: '--storage-dir <dir>';
        readonly help: "where --storage directory puts the files (default: the run's own folder)";
    };
    readonly existingBuckets: {
        readonly syntax: '--existing-buckets <how>';
        readonly help: 'buckets that the target has, with files in them: skip, overwrite, rename (default: a blocker)';
    };
    readonly verifyStorage: {
        readonly syntax: '--verify-storage <which>';
        readonly help: 'which files are read back and compared: all, or sample:N% (default: all)';
    };
    readonly auth: {
        readonly syntax: '--auth <mode>';
        readonly help: 'where the users go: supabase, plain, stack, none (default: what fits the target)';
    };
    readonly go: {
        readonly syntax: '--go';
        readonly help: "the operator's go; refused all the same while a blocker is red";
    };
    readonly override: {
        readonly syntax: '--override <check=reason>';
        readonly help: 'go on although this check is red; the reason is in the report (repeatable)';
        readonly repeatable: true;
    };
    readonly tick: {
        readonly syntax: '--tick <item...>';
        readonly help: "your word for a manual item of the checklist, as its check names it; 'backup' where one was taken elsewhere";
        readonly repeatable: true;
    };
    readonly confirm: {
        readonly syntax: '--confirm <word>';
        readonly help: "the name of the target's database, typed; of users send-resets: the number of mails";
    };
    readonly overwriteNewer: {
        readonly syntax: '--overwrite-newer';
        readonly help: 'restore although the target has rows that the backup does not have; they are backed up first';
    };
    readonly open: {
        readonly syntax: '--open';
        readonly help: 'open report.html in the browser';
    };
    readonly allProfiles: {
        readonly syntax: '--all-profiles';
        readonly help: 'back up the source of every saved profile, one after the other';
    };
    readonly endHoldEarly: {
        readonly syntax: '--end-hold-early';
        readonly help: 'finalize although the hold is not over: what was set aside is then dropped for good';
    };
    readonly format: {
        readonly syntax: '--format <how>';
        readonly help: 'table, csv or json, one object a line (default: table)';
    };
    readonly callbackUrl: {
        readonly syntax: '--callback-url <url>';
        readonly help: 'the page of your app that takes the code of a reset mail';
    };
    readonly perHour: {
        readonly syntax: '--per-hour <n>';
        readonly help: 'how many reset mails are sent in an hour (default: 200)';
    };
    readonly migrations: {
        readonly syntax: '--migrations <dir>';
        readonly help: 'the migration folder (default: supabase/migrations)';
    };
    readonly dryRun: {
        readonly syntax: '--dry-run';
        readonly help: 'say what would be done, and do nothing';
    };
    readonly untested: {
        readonly syntax: '--untested <reason>';
        readonly help: 'go without a passed test; the reason is kept in the history';
    };
    readonly lockTimeout: {
        readonly syntax: '--lock-timeout <seconds>';
        readonly help: 'how long one of six tries waits for a lock (default: 3)';
    };
    readonly sampleRows: {
        readonly syntax: '--sample-rows <n>';
        readonly help: "rows of each of the target's tables that a test copies along (default: none)";
    };
    readonly risk: {
        readonly syntax: '--risk <level>';
        readonly help: 'of a new migration: low, medium, high (default: low)';
    };
    readonly compare: {
        readonly syntax: '--compare <a,b>';
        readonly help: 'of source, target, migrations, prisma, snapshot (default: all that are there)';
    };
    readonly prisma: {
        readonly syntax: '--prisma <path>';
        readonly help: 'schema.prisma, or a folder of them (default: prisma/schema.prisma)';
    };
    readonly snapshot: {
        readonly syntax: '--snapshot <file>';
        readonly help: 'a schema that was saved with --save, to compare with';
    };
    readonly save: {
        readonly syntax: '--save <file>';
        readonly help: 'save the schema of the first that is compared';
    };
    readonly emit: {
        readonly syntax: '--emit <toward...>';
        readonly help: 'write a planned migration: toward source, target, migrations, prisma or snapshot; nothing is applied';
        readonly repeatable: true;
    };
    readonly allow: {
        readonly syntax: '--allow <severity>';
        readonly help: 'exit 0 all the same up to harmless, or up to risky';
    };
    readonly summary: {
        readonly syntax: '--summary <file>';
        readonly help: 'append a summary in Markdown to this file; - is stdout';
    };
    readonly tables: {
        readonly syntax: '--tables <a,b>';
        readonly help: 'of migrations new: the affected tables; of seed: the tables that are written, with * and ?';
    };
    readonly output: {
        readonly syntax: '--output <file>';
        readonly help: 'where the seed is written (default: stdout)';
    };
    readonly scale: {
        readonly syntax: '--scale <n>';
        readonly help: 'size of the sample; 1 is some 300,000 rows, 0.1 a tenth (default: 1)';
    };
    readonly drill: {
        readonly syntax: '--drill';
        readonly help: 'of a rehearsal: kill the run half-way, resume it, verify it, roll it back, and time each';
    };
    readonly history: {
        readonly syntax: '--history';
        readonly help: 'what was estimated of each run, and what it took';
    };
    readonly keep: {
        readonly syntax: '--keep';
        readonly help: 'leave the two servers up until Ctrl-C';
    };
};
export type FlagName = keyof typeof flagTexts;
export declare const flags: Readonly<Record<FlagName, FlagText>>;
export declare const globalFlags: readonly FlagName[];
interface CommandText {
    readonly summary: string;
    /** Flags beside the global ones. One that would change nothing is not among them: it is refused, not ignored. */
    readonly flags: readonly FlagName[];
    readonly takesRun: boolean;
    /** What the command needs to be told beside its flags, in the words of its help. */
    readonly takes?: string;
    /** The words that the command takes one of. */
    readonly topics?: readonly string[];
    /** True where names follow the topic. */
    readonly takesNames?: true;
}
declare const commandTexts: {
    readonly wizard: {
        readonly summary: 'Moves a database from hosted Supabase to PostgreSQL of your own. Without a command: the wizard.';
        readonly flags: readonly ["jobs", ...("allProfiles" | "allow" | "auth" | "callbackUrl" | "color" | "compare" | "config" | "confirm" | "drill" | "dryRun" | "emit" | "endHoldEarly" | "excludeTable" | "existingBuckets" | "existingRows" | "fk" | "format" | "go" | "history" | "input" | "jobs" | "json" | "keep" | "keepGoing" | "lockTimeout" | "logLevel" | "migrations" | "onFailure" | "onlyTable" | "open" | "output" | "override" | "overwriteNewer" | "perHour" | "plain" | "prisma" | "profile" | "risk" | "sampleRows" | "save" | "scale" | "schema" | "schemas" | "screenReader" | "skipLarge" | "snapshot" | "source" | "stateDir" | "storage" | "storageDir" | "storageJobs" | "summary" | "tables" | "target" | "tick" | "untested" | "verify" | "verifyStorage" | "withoutExtension")[], "fk", "onFailure", "keepGoing", "verify", "override"];
        readonly takesRun: false;
    };
    readonly demo: {
        readonly summary: 'start two servers with a sample project and move it, in the wizard or headless';
        readonly flags: readonly ["scale", "keep", "jobs", ...("allProfiles" | "allow" | "auth" | "callbackUrl" | "color" | "compare" | "config" | "confirm" | "drill" | "dryRun" | "emit" | "endHoldEarly" | "excludeTable" | "existingBuckets" | "existingRows" | "fk" | "format" | "go" | "history" | "input" | "jobs" | "json" | "keep" | "keepGoing" | "lockTimeout" | "logLevel" | "migrations" | "onFailure" | "onlyTable" | "open" | "output" | "override" | "overwriteNewer" | "perHour" | "plain" | "prisma" | "profile" | "risk" | "sampleRows" | "save" | "scale" | "schema" | "schemas" | "screenReader" | "skipLarge" | "snapshot" | "source" | "stateDir" | "storage" | "storageDir" | "storageJobs" | "summary" | "tables" | "target" | "tick" | "untested" | "verify" | "verifyStorage" | "withoutExtension")[], "fk", "onFailure", "keepGoing", "verify", "override"];
        readonly takesRun: false;
    };
    readonly check: {
        readonly summary: 'connection tests and every other preflight check';
        readonly flags: readonly ["jobs", ...("allProfiles" | "allow" | "auth" | "callbackUrl" | "color" | "compare" | "config" | "confirm" | "drill" | "dryRun" | "emit" | "endHoldEarly" | "excludeTable" | "existingBuckets" | "existingRows" | "fk" | "format" | "go" | "history" | "input" | "jobs" | "json" | "keep" | "keepGoing" | "lockTimeout" | "logLevel" | "migrations" | "onFailure" | "onlyTable" | "open" | "output" | "override" | "overwriteNewer" | "perHour" | "plain" | "prisma" | "profile" | "risk" | "sampleRows" | "save" | "scale" | "schema" | "schemas" | "screenReader" | "skipLarge" | "snapshot" | "source" | "stateDir" | "storage" | "storageDir" | "storageJobs" | "summary" | "tables" | "target" | "tick" | "untested" | "verify" | "verifyStorage" | "withoutExtension")[], "fk", "override", "tick"];
        readonly takesRun: false;
    };
    readonly estimate: {
        readonly summary: 'volume, measured rates, and the time with its buffer against the window';
        readonly flags: readonly ["jobs", ...("allProfiles" | "allow" | "auth" | "callbackUrl" | "color" | "compare" | "config" | "confirm" | "drill" | "dryRun" | "emit" | "endHoldEarly" | "excludeTable" | "existingBuckets" | "existingRows" | "fk" | "format" | "go" | "history" | "input" | "jobs" | "json" | "keep" | "keepGoing" | "lockTimeout" | "logLevel" | "migrations" | "onFailure" | "onlyTable" | "open" | "output" | "override" | "overwriteNewer" | "perHour" | "plain" | "prisma" | "profile" | "risk" | "sampleRows" | "save" | "scale" | "schema" | "schemas" | "screenReader" | "skipLarge" | "snapshot" | "source" | "stateDir" | "storage" | "storageDir" | "storageJobs" | "summary" | "tables" | "target" | "tick" | "untested" | "verify" | "verifyStorage" | "withoutExtension")[], "storage"];
        readonly takesRun: false;
    };
    readonly plan: {
        readonly summary: 'the dry run: every step, nothing written anywhere';
        readonly flags: readonly ["jobs", ...("allProfiles" | "allow" | "auth" | "callbackUrl" | "color" | "compare" | "config" | "confirm" | "drill" | "dryRun" | "emit" | "endHoldEarly" | "excludeTable" | "existingBuckets" | "existingRows" | "fk" | "format" | "go" | "history" | "input" | "jobs" | "json" | "keep" | "keepGoing" | "lockTimeout" | "logLevel" | "migrations" | "onFailure" | "onlyTable" | "open" | "output" | "override" | "overwriteNewer" | "perHour" | "plain" | "prisma" | "profile" | "risk" | "sampleRows" | "save" | "scale" | "schema" | "schemas" | "screenReader" | "skipLarge" | "snapshot" | "source" | "stateDir" | "storage" | "storageDir" | "storageJobs" | "summary" | "tables" | "target" | "tick" | "untested" | "verify" | "verifyStorage" | "withoutExtension")[], "fk", "keepGoing", "verify", "verifyStorage"];
        readonly takesRun: false;
    };
    readonly run: {
        readonly summary: 'the whole migration, headless';
        readonly flags: readonly ["go", "jobs", "onlyTable", ...("allProfiles" | "allow" | "auth" | "callbackUrl" | "color" | "compare" | "config" | "confirm" | "drill" | "dryRun" | "emit" | "endHoldEarly" | "excludeTable" | "existingBuckets" | "existingRows" | "fk" | "format" | "go" | "history" | "input" | "jobs" | "json" | "keep" | "keepGoing" | "lockTimeout" | "logLevel" | "migrations" | "onFailure" | "onlyTable" | "open" | "output" | "override" | "overwriteNewer" | "perHour" | "plain" | "prisma" | "profile" | "risk" | "sampleRows" | "save" | "scale" | "schema" | "schemas" | "screenReader" | "skipLarge" | "snapshot" | "source" | "stateDir" | "storage" | "storageDir" | "storageJobs" | "summary" | "tables" | "target" | "tick" | "untested" | "verify" | "verifyStorage" | "withoutExtension")[], "fk", "onFailure", "keepGoing", "verify", "override", "tick", "drill"];
        readonly takesRun: false;
    };
    readonly resume: {
        readonly summary: 'go on with an unfinished run';
        readonly flags: readonly ["jobs", "storageJobs", "onFailure"];
        readonly takesRun: true;
    };
    readonly verify: {
        readonly summary: 'verification alone, at any time';
        readonly flags: readonly ["jobs", "verify", "storageJobs", "verifyStorage"];
        readonly takesRun: true;
    };
    readonly rollback: {
        readonly summary: 'show what a rollback does; with --confirm, put the target back as it was';
        readonly flags: readonly ["confirm"];
        readonly takesRun: true;
    };
    readonly finalize: {
        readonly summary: 'end the hold: drop what was set aside, and the ledger';
        readonly flags: readonly ["confirm", "endHoldEarly"];
        readonly takesRun: true;
    };
    readonly report: {
        readonly summary: 'make the report of a run anew, and say where it is';
        readonly flags: readonly ["open"];
        readonly takesRun: true;
    };
    readonly reconcile: {
        readonly summary: 'export what was written to the target since the cutover, for the source; writes to neither';
        readonly flags: readonly ["jobs"];
        readonly takesRun: true;
    };
    readonly runs: {
        readonly summary: 'list the runs, with state and verdict';
        readonly flags: readonly ["history"];
        readonly takesRun: false;
    };
    readonly backup: {
        readonly summary: 'back up tables of the source as JSON: auth and storage, or the schemas that you name';
        readonly flags: readonly ["schemas", "excludeTable", "allProfiles"];
        readonly takesRun: false;
    };
    readonly restore: {
        readonly summary: 'put the rows of a backup in the place of those that the target has';
        readonly flags: readonly ["confirm", "overwriteNewer"];
        readonly takesRun: false;
        readonly takes: 'folder';
    };
    readonly users: {
        readonly summary: 'of a run with Stack Auth: who moves how, the mapping of ids, who needs a new password, notices, reset mails';
        readonly flags: readonly ["format", "callbackUrl", "perHour", "confirm"];
        readonly takesRun: false;
        readonly topics: readonly ["list", "mapping", "resets", "notices", "send-resets"];
    };
    readonly drift: {
        readonly summary: 'compare the schemas of source, target, migration folder, Prisma schema and snapshot; 4 where they differ';
        readonly flags: readonly ["compare", "schemas", "migrations", "prisma", "snapshot", "save", "emit", "allow", "summary"];
        readonly takesRun: false;
    };
    readonly seed: {
        readonly summary: 'write reference data of the source as an SQL file that may be run again and again';
        readonly flags: readonly ["tables", "output"];
        readonly takesRun: false;
    };
    readonly migrations: {
        readonly summary: 'the migration folder: write, look at, test, apply and take back changes of the schema';
        readonly flags: readonly ["migrations", "dryRun", "confirm", "untested", "lockTimeout", "sampleRows", "risk", "tables"];
        readonly takesRun: false;
        readonly topics: readonly ["new", "status", "lint", "test", "apply", "rollback"];
        readonly takesNames: true;
    };
};
export type CommandName = keyof typeof commandTexts;
export declare const commands: Readonly<Record<CommandName, CommandText>>;
export declare const commandNames: readonly CommandName[];
export declare function isCommandName(word: string): word is CommandName;
export {};
