import type { Parser, Statement, SyntaxComplaint } from './parse.ts';

export type Risk = 'low' | 'medium' | 'high';
const risks: ReadonlySet<string> = new Set(['low', 'medium', 'high']);

/** A table by the name in a header; `public` where no schema was given. */
export interface TableName {
  readonly schema: string;
  readonly name: string;
}

/** What the comments of a migration say about it. */
export interface Header {
  readonly description: string | undefined;
  /** As written: ISO time in files that `new` made. */
  readonly created: string | undefined;
  /** The affected tables; undefined where the header does not say. */
  readonly tables: readonly TableName[] | undefined;
  readonly risk: Risk | undefined;
  /** Why the affected tables are not backed up; undefined where they are. */
  readonly withoutBackup: string | undefined;
  /** Why it may not run twice; undefined where it may. */
  readonly onceOnly: string | undefined;
  /** What breaks for code that runs. */
  readonly breaking: readonly string[];
  /** Rules of the lint that are set aside, each with its reason. */
  readonly allowed: ReadonlyMap<string, string>;
  /** What is wrong with the header, in the operator's words. */
  readonly complaints: readonly string[];
}

/** A migration, read: its header, and the statements of each section. A plain file is one change. */
export interface Document {
  readonly header: Header;
  readonly preconditions: readonly Statement[];
  readonly change: readonly Statement[];
  readonly verification: readonly Statement[];
  /** Undefined where it is SQL. Every list of statements is empty where it is not. */
  readonly complaint: SyntaxComplaint | undefined;
}

type Section = 'preconditions' | 'change' | 'verification';

const mark = /^-- @(preconditions|change|verification)[ \t]*$/gm;

/** Reads a migration. Pure but for the parser. Never throws for what is wrong in the text. */
export function readDocument(text: string, parse: Parser): Document {
  const header = readHeader(text);
  const parsed = parse(text);
  const empty = { preconditions: [], change: [], verification: [] };
  if (parsed.complaint !== undefined) return { header, ...empty, complaint: parsed.complaint };
  const marks = [...text.matchAll(mark)]
    .map((match) => ({ at: match.index, section: match[1] as Section }))
    // A line within a string or a function's body is no mark.
    .filter(({ at }) => !parsed.statements.some(({ start, text: own }) => at > start && at < start + own.length));
  const sections: Record<Section, Statement[]> = { preconditions: [], change: [], verification: [] };
  for (const statement of parsed.statements) {
    const section = marks.findLast(({ at }) => at < statement.start)?.section ?? 'change';
    sections[section].push(statement);
  }
  return { header, ...sections, complaint: undefined };
}

const field = /^-- (Description|Created|Tables|Risk|Backup|Idempotent): *(.*?) *$/;
const breakingLine = /^[ \t]*-- BREAKING: *(\S.*?) *$/gm;
const allowLine = /^[ \t]*-- cutover:allow[ \t]+(\S+)(?:[ \t]+(\S.*?))?[ \t]*$/gm;

function readHeader(text: string): Header {
  const fields = new Map<string, string>();
  for (const line of text.split('\n')) {
    if (line.trim() !== '' && !line.startsWith('--')) break;
    const [, name, value] = field.exec(line) ?? [];
    if (name !== undefined && value) fields.set(name, value);
  }
  const complaints: string[] = [];
  const risk = fields.get('Risk');
  if (risk !== undefined && !risks.has(risk)) complaints.push(`Risk is low, medium or high, not '${risk}'`);
  const reasonOf = (name: string, word: RegExp): string | undefined => {
    const value = fields.get(name);
    const [, reason] = value === undefined ? [] : (word.exec(value) ?? []);
    if (reason !== undefined && reason.trim() === '') complaints.push(`${name}: needs a reason behind its no`);
    return reason?.trim() || undefined;
  };
  const allowed = new Map<string, string>();
  for (const [, rule = '', reason] of text.matchAll(allowLine)) {
    if (reason === undefined) complaints.push(`cutover:allow ${rule} needs a reason`);
    else allowed.set(rule, reason);
  }
  return {
    description: fields.get('Description'),
    created: fields.get('Created'),
    tables: tablesOf(fields.get('Tables'), complaints),
    risk: risk !== undefined && risks.has(risk) ? (risk as Risk) : undefined,
    withoutBackup: reasonOf('Backup', /^none\b[,:;]?(.*)$/),
    onceOnly: reasonOf('Idempotent', /^no\b[,:;]?(.*)$/),
    breaking: [...text.matchAll(breakingLine)].map(([, what = '']) => what),
    allowed,
    complaints,
  };
}

const oneTable = /^(?:("(?:[^"]|"")+"|[^".\s]+)\.)?("(?:[^"]|"")+"|[^".\s]+)$/;

function tablesOf(value: string | undefined, complaints: string[]): TableName[] | undefined {
  if (value === undefined) return undefined;
  if (value === 'none') return [];
  return value.split(/\s*,\s*/).flatMap((each): TableName[] => {
    const [, schema, name] = oneTable.exec(each) ?? [];
    if (name !== undefined) return [{ schema: nameOf(schema ?? 'public'), name: nameOf(name) }];
    complaints.push(`Tables is a list such as public.orders, public.items, or none; '${each}' is no table`);
    return [];
  });
}

/** As SQL reads a name: quoted as it is, unquoted in lower case. */
function nameOf(word: string): string {
  return word.startsWith('"') ? word.slice(1, -1).replaceAll('""', '"') : word.toLowerCase();
}
