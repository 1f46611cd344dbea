import { quoteLiteral } from '../postgres/identifiers.ts';
import { topLevelPieces } from './sql-pieces.ts';
import { SqlScanner } from './sql-scanner.ts';

/** One object of a dump: what stands between two TOC comments of pg_dump's plain output. */
export interface DumpEntry {
  /** pg_dump's tag, with line ends turned into spaces: `orders`, `orders orders_pkey`, `TABLE orders`, `f(integer)`. */
  readonly name: string;
  /** `TABLE`, `FK CONSTRAINT`, `ACL`, … */
  readonly type: string;
  /** Undefined for what is in no schema. */
  readonly schema: string | undefined;
  /** Undefined in a dump without owners. */
  readonly owner: string | undefined;
  readonly tablespace?: string;
  /** `SET LOCAL …` to run in front of the statements, in one transaction with them; mostly there are none. */
  readonly settings: readonly string[];
  /** What defines the object, in order, each with its semicolon. Empty where pg_dump counts on initdb. */
  readonly statements: readonly string[];
  /** Settings and statements: all that must run, by itself. */
  readonly sql: string;
}

export interface IdentifiedEntry extends DumpEntry {
  readonly id: string;
}

export interface SplitDump {
  /** Statements in front of the first object, for every session that runs entries. */
  readonly settings: readonly string[];
  /** In pg_dump's order, which is one that works. */
  readonly entries: readonly DumpEntry[];
}

interface OpenEntry {
  readonly header: Omit<DumpEntry, 'settings' | 'statements' | 'sql'>;
  readonly settings: readonly string[];
  readonly statements: string[];
}

/** Set by pg_dump between objects, and valid until it says otherwise; the value here is a session's own default. */
const carriedSettings: readonly {
  readonly name: string;
  readonly initial: string;
  readonly types: ReadonlySet<string>;
}[] = [
  {
    name: 'default_tablespace',
    initial: "''",
    types: new Set(['TABLE', 'MATERIALIZED VIEW', 'INDEX', 'CONSTRAINT']),
  },
  { name: 'default_table_access_method', initial: 'heap', types: new Set(['TABLE', 'MATERIALIZED VIEW']) },
];

const carriedSetting = /^SET (default_tablespace|default_table_access_method) = (.*);$/s;

/** [pg_backup_archiver.c, _printTocEntry] Names are printed as they are, so only the last match of each part counts. */
const tocComment =
  /^-- (?:Data for )?Name: (?<name>.*); Type: (?<type>[A-Z ]+); Schema: (?<schema>.*); Owner: (?<owner>.*?)(?:; Tablespace: (?<tablespace>.*))?$/s;

/**
 * Cuts pg_dump's plain output into its objects. Text that only looks like a TOC comment (in a function's body, a
 * string, a nested comment) cuts nothing. Linear in the text's length.
 */
export function splitDump(text: string): SplitDump {
  const settings: string[] = [];
  const entries: DumpEntry[] = [];
  const inForce = new Map<string, string>();
  let open: OpenEntry | undefined;

  for (const piece of topLevelPieces(text)) {
    if (piece.kind === 'comment') {
      const header = parseTocComment(piece.text);
      if (header === undefined) continue;
      if (open !== undefined) entries.push(closeEntry(open));
      open = { header, settings: settingsFor(header.type, inForce), statements: [] };
      continue;
    }
    const carried = carriedSetting.exec(piece.text);
    if (carried !== null) inForce.set(carried[1] as string, carried[2] as string);
    else (open?.statements ?? settings).push(piece.text);
  }
  if (open !== undefined) entries.push(closeEntry(open));
  return { settings, entries };
}

function parseTocComment(comment: string): OpenEntry['header'] | undefined {
  const groups = tocComment.exec(comment)?.groups;
  if (groups === undefined) return undefined;
  const { name = '', type = '', schema = '-', owner = '-', tablespace } = groups;
  return {
    name,
    type,
    schema: schema === '-' ? undefined : schema,
    owner: owner === '-' ? undefined : owner,
    ...(tablespace === undefined ? {} : { tablespace }),
  };
}

function settingsFor(type: string, inForce: ReadonlyMap<string, string>): string[] {
  return carriedSettings.flatMap(({ name, initial, types }) => {
    const value = inForce.get(name) ?? initial;
    return types.has(type) && value !== initial ? [`SET LOCAL ${name} = ${value};`] : [];
  });
}

/**
 * Statements of an entry between its settings and what undoes them: several entries may share one transaction, and one
 * that comes without settings counts on there being none.
 */
export function withSettings(entry: Pick<DumpEntry, 'settings'>, statements: readonly string[]): string[] {
  const undone = carriedSettings
    .filter(({ name }) => entry.settings.some((setting) => setting.startsWith(`SET LOCAL ${name} `)))
    .map(({ name, initial }) => `SET LOCAL ${name} = ${initial};`);
  return [...entry.settings, ...statements, ...undone];
}

function closeEntry({ header, settings, statements }: OpenEntry): DumpEntry {
  return { ...header, settings, statements, sql: [...settings, ...statements].join('\n') };
}

/** A name as pg_dump's tags have it, which are one line each. [sanitize_line, dumputils.c] */
export function tagName(name: string): string {
  return name.replaceAll(/[\r\n]/g, ' ');
}

/** `table:public.orders`, `fk-constraint:public.orders orders_customer_fkey`, `acl:public.TABLE orders`. */
export function entryId(entry: Pick<DumpEntry, 'type' | 'schema' | 'name'>): string {
  const kind = entry.type.toLowerCase().replaceAll(' ', '-');
  return tagName(entry.schema === undefined ? `${kind}:${entry.name}` : `${kind}:${entry.schema}.${entry.name}`);
}

/**
 * Gives each entry an id that no other in the list has: a second entry of the same kind and name (default privileges of
 * two roles) gets a number. Ids are the same for the same list.
 */
export function identifyEntries(entries: readonly DumpEntry[]): IdentifiedEntry[] {
  const taken = new Set<string>();
  const lastNumber = new Map<string, number>();
  return entries.map((entry) => {
    const base = entryId(entry);
    let id = base;
    for (let number = lastNumber.get(base) ?? 1; taken.has(id); ) {
      number += 1;
      lastNumber.set(base, number);
      id = `${base}#${number}`;
    }
    taken.add(id);
    return { ...entry, id };
  });
}

/** Builds a DROP from the tokens of the CREATE, or says that this is another statement. */
type Drop = (tokens: readonly string[], statement: string) => string | undefined;

/** `CREATE … <words> name …` -> `DROP <what> IF EXISTS name<ending>` */
function dropNamed(what: string, words: string, ending = ''): Drop {
  const head = words.split(' ');
  return (tokens) =>
    head.every((word, index) => tokens[index] === word) && tokens[head.length] !== undefined
      ? `DROP ${what} IF EXISTS ${tokens[head.length]}${ending};`
      : undefined;
}

/** `CREATE [UNIQUE] INDEX name ON [ONLY] schema.table …`: the index is in its table's schema. */
const dropIndex: Drop = (tokens) => {
  const at = tokens.indexOf('INDEX');
  if (tokens[0] !== 'CREATE' || at < 1 || at > 2 || tokens[at + 2] !== 'ON') return undefined;
  const table = tokens[at + 3] === 'ONLY' ? tokens[at + 4] : tokens[at + 3];
  const schema = table === undefined ? undefined : /^("(?:[^"]|"")*"|[^".]+)\./.exec(table)?.[1];
  return schema === undefined ? undefined : `DROP INDEX IF EXISTS ${schema}.${tokens[at + 1]};`;
};

/** `ALTER TABLE | FOREIGN TABLE | DOMAIN [ONLY] t ADD CONSTRAINT c …`; without ONLY, which partitioned tables refuse. */
const dropConstraint: Drop = (tokens) => {
  const add = tokens.indexOf('ADD');
  if (tokens[0] !== 'ALTER' || add < 3 || tokens[add + 1] !== 'CONSTRAINT') return undefined;
  const what = tokens.slice(1, add - 1).filter((word) => word !== 'ONLY');
  const ifExists = what[0] === 'DOMAIN' ? '' : ' IF EXISTS';
  return `ALTER ${what.join(' ')}${ifExists} ${tokens[add - 1]} DROP CONSTRAINT IF EXISTS ${tokens[add + 2]};`;
};

/** `CREATE [CONSTRAINT] TRIGGER | RULE | POLICY name … ON | TO table …` */
function dropOnTable(what: string, before: string): Drop {
  return (tokens) => {
    const at = tokens.indexOf(what);
    if (tokens[0] !== 'CREATE' || at < 1 || at > 2) return undefined;
    const table = tokens[tokens.indexOf(before, at + 2) + 1];
    return `DROP ${what} IF EXISTS ${tokens[at + 1]} ON ${table};`;
  };
}

/** `ALTER PUBLICATION p ADD TABLE ONLY t …`, for a publication that stays; a table that has left it is no error. */
const leavePublication: Drop = (tokens) => {
  const [alter, what, publication, add, kind, only, table] = tokens;
  if (`${alter} ${what} ${add} ${kind} ${only}` !== 'ALTER PUBLICATION ADD TABLE ONLY' || !table) return undefined;
  const name = publication?.startsWith('"') ? publication.slice(1, -1).replaceAll('""', '"') : (publication ?? '');
  return `DO ${quoteLiteral(`BEGIN
    IF EXISTS (SELECT FROM pg_catalog.pg_publication_rel r JOIN pg_catalog.pg_publication p ON p.oid = r.prpubid
               WHERE p.pubname = ${quoteLiteral(name)} AND r.prrelid = pg_catalog.to_regclass(${quoteLiteral(table)}))
    THEN ALTER PUBLICATION ${publication} DROP TABLE ONLY ${table}; END IF; END`)};`;
};

/** `CREATE USER MAPPING FOR role SERVER server …` */
const dropUserMapping: Drop = (tokens) =>
  tokens.slice(0, 4).join(' ') === 'CREATE USER MAPPING FOR' && tokens[5] === 'SERVER'
    ? `DROP USER MAPPING IF EXISTS FOR ${tokens[4]} SERVER ${tokens[6]};`
    : undefined;

/** `CREATE [OR REPLACE] [TRUSTED] PROCEDURAL LANGUAGE name …` */
const dropLanguage: Drop = (tokens) => {
  const at = tokens.indexOf('LANGUAGE');
  if (tokens[0] !== 'CREATE' || at < 1) return undefined;
  return `DROP LANGUAGE IF EXISTS ${tokens[at + 1]} CASCADE;`;
};

const dropCast = dropMatch(/^CREATE CAST (\(.*?\)) WITH/s, (names) => `DROP CAST IF EXISTS ${names} CASCADE;`);

const dropTransform = dropMatch(
  /^CREATE TRANSFORM FOR (.*? LANGUAGE (?:"(?:[^"]|"")*"|[^\s"]+)) \(/s,
  (names) => `DROP TRANSFORM IF EXISTS FOR ${names} CASCADE;`,
);

const disableRowSecurity = dropMatch(
  /^(ALTER TABLE .*) ENABLE ROW LEVEL SECURITY;$/s,
  (table) => `${table} DISABLE ROW LEVEL SECURITY;`,
);

/** In a transaction, DROP SUBSCRIPTION works only for one that has let go of its slot. */
const dropSubscription = dropMatch(/^CREATE SUBSCRIPTION ("(?:[^"]|"")*"|[^\s"]+) /, (name) =>
  [
    `ALTER SUBSCRIPTION ${name} DISABLE;`,
    `ALTER SUBSCRIPTION ${name} SET (slot_name = NONE);`,
    `DROP SUBSCRIPTION ${name};`,
  ].join(' '),
);

const unlinkLargeObject = dropMatch(
  /^SELECT pg_catalog\.lo_create\('(\d+)'\);$/,
  (oid) => `SELECT pg_catalog.lo_unlink(oid) FROM pg_catalog.pg_largeobject_metadata WHERE oid = ${oid};`,
);

function dropMatch(pattern: RegExp, drop: (match: string) => string): Drop {
  return (_tokens, statement) => {
    const match = pattern.exec(statement)?.[1];
    return match === undefined ? undefined : drop(match);
  };
}

/** CASCADE where something may hang on it: a run made the object, so whatever hangs on it is younger than the run. */
const drops: ReadonlyMap<string, Drop> = new Map([
  ['SCHEMA', dropNamed('SCHEMA', 'CREATE SCHEMA', ' CASCADE')],
  ['EXTENSION', dropNamed('EXTENSION', 'CREATE EXTENSION IF NOT EXISTS', ' CASCADE')],
  ['PUBLICATION', dropNamed('PUBLICATION', 'CREATE PUBLICATION')],
  ['PUBLICATION TABLE', leavePublication],
  ['SUBSCRIPTION', dropSubscription],
  ['EVENT TRIGGER', dropNamed('EVENT TRIGGER', 'CREATE EVENT TRIGGER')],
  ['FOREIGN DATA WRAPPER', dropNamed('FOREIGN DATA WRAPPER', 'CREATE FOREIGN DATA WRAPPER', ' CASCADE')],
  ['SERVER', dropNamed('SERVER', 'CREATE SERVER', ' CASCADE')],
  ['USER MAPPING', dropUserMapping],
  ['CAST', dropCast],
  ['TRANSFORM', dropTransform],
  ['ACCESS METHOD', dropNamed('ACCESS METHOD', 'CREATE ACCESS METHOD', ' CASCADE')],
  ['PROCEDURAL LANGUAGE', dropLanguage],
  ['BLOB', unlinkLargeObject],
  ['BLOB METADATA', unlinkLargeObject],
  ['INDEX', dropIndex],
  ['CONSTRAINT', dropConstraint],
  ['CHECK CONSTRAINT', dropConstraint],
  ['FK CONSTRAINT', dropConstraint],
  ['TRIGGER', dropOnTable('TRIGGER', 'ON')],
  ['RULE', dropOnTable('RULE', 'TO')],
  ['POLICY', dropOnTable('POLICY', 'ON')],
  ['ROW SECURITY', disableRowSecurity],
  ['STATISTICS', dropNamed('STATISTICS', 'CREATE STATISTICS')],
]);

/**
 * The statement that takes an entry back, for what is in no schema (the rest goes with its schema) and for what is put
 * on a table afterwards. Undefined for entries that go with another one (comments, grants, attached partitions) or that
 * replace something which was there before.
 */
export function dropStatement(entry: Pick<DumpEntry, 'type' | 'statements'>): string | undefined {
  const drop = drops.get(entry.type);
  if (drop === undefined) return undefined;
  for (const statement of entry.statements) {
    const dropping = drop(nameTokens(statement), statement);
    if (dropping !== undefined) return dropping;
  }
  return undefined;
}

/** The words and names of a statement up to its first parenthesis or string; `"a".b` is one token. */
function nameTokens(statement: string): string[] {
  const scanner = new SqlScanner(statement);
  const tokens: string[] = [];
  let joins = false;
  while (scanner.next()) {
    if (scanner.kind === 'comment') continue;
    const { token } = scanner;
    if (token === '(' || scanner.kind === 'string') break;
    if (token === '.' || joins) tokens.push(`${tokens.pop() ?? ''}${token}`);
    else tokens.push(token);
    joins = token === '.';
  }
  return tokens;
}

/** Settings that pg_dump writes at the top whatever the server, and the first version that knows each. */
const settingSince: ReadonlyMap<string, number> = new Map([['transaction_timeout', 170_000]]);

/**
 * A statement of the dump's settings as the target can run it, or undefined where the target has nothing of the kind.
 * `targetVersion` is a `server_version_num`. Definitions are never changed: pg_dump writes what the source has, and
 * a target that lacks it must say so.
 */
export function adaptForTarget(statement: string, targetVersion: number): string | undefined {
  const name = /^SET (\w+) = /.exec(statement)?.[1];
  const since = name === undefined ? undefined : settingSince.get(name);
  return since !== undefined && targetVersion < since ? undefined : statement;
}
