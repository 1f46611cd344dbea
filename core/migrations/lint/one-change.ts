import type { Node } from 'libpg-query';
import type { Statement } from '../parse.ts';
import { droppedNames, nameKey, tableKey, visit, words } from '../syntax.ts';
import type { Hit, Rule } from './types.ts';

/** Objects that hang on a table: the table's name stands in front of theirs. */
const ofTables: ReadonlySet<string> = new Set([
  'OBJECT_POLICY',
  'OBJECT_TRIGGER',
  'OBJECT_RULE',
  'OBJECT_COLUMN',
  'OBJECT_TABCONSTRAINT',
]);

/** Statements that change nothing that lasts, or that say nothing of what they change. */
const withoutSubject: ReadonlySet<string> = new Set([
  'VariableSetStmt',
  'DoStmt',
  'TransactionStmt',
  'SelectStmt',
  'CallStmt',
  'LockStmt',
  'NotifyStmt',
]);

type Fields = Readonly<Record<string, unknown>>;
type Relation = { readonly schemaname?: string; readonly relname?: string };

/** What a statement is about, each as `schema.name`. */
function subjectsOf({ node, kind, text }: Statement): string[] {
  if (withoutSubject.has(kind)) return [];
  if ('DropStmt' in node) {
    const isOfTable = ofTables.has(node.DropStmt.removeType ?? '');
    return droppedNames(node).map((names) => nameKey(isOfTable ? names.slice(0, -1) : names));
  }
  if ('CommentStmt' in node) {
    const { object, objtype } = node.CommentStmt;
    const names = object === undefined ? [] : namesIn(object);
    return [nameKey(ofTables.has(objtype ?? '') ? names.slice(0, -1) : names)];
  }
  if ('GrantStmt' in node) return (node.GrantStmt.objects ?? []).flatMap(relationOrName);
  if ('TruncateStmt' in node) return (node.TruncateStmt.relations ?? []).flatMap(relationOrName);
  const fields = (node as unknown as Readonly<Record<string, Fields>>)[kind] ?? {};
  for (const key of ['relation', 'table', 'view', 'sequence', 'typevar']) {
    if (isRelation(fields[key])) return [tableKey(fields[key])];
  }
  const into = fields['into'] as { readonly rel?: Relation } | undefined;
  if (into?.rel !== undefined) return [tableKey(into.rel)];
  const base = fields['base'] as { readonly relation?: Relation } | undefined;
  if (base?.relation !== undefined) return [tableKey(base.relation)];
  for (const key of ['funcname', 'typeName', 'domainname', 'defnames']) {
    if (Array.isArray(fields[key])) return [nameKey(words(fields[key] as Node[]))];
  }
  const name = ['schemaname', 'extname', 'role', 'pubname']
    .map((key) => fields[key])
    .find((each) => typeof each === 'string');
  return [`${kind} ${name ?? text}`];
}

function isRelation(value: unknown): value is Relation {
  return typeof value === 'object' && value !== null && 'relname' in value;
}

function relationOrName(node: Node): string[] {
  if ('RangeVar' in node) return [tableKey(node.RangeVar)];
  const names = namesIn(node);
  return names.length === 0 ? [] : [nameKey(names)];
}

function namesIn(node: Node): string[] {
  if ('List' in node) return words(node.List.items);
  if ('ObjectWithArgs' in node) return words(node.ObjectWithArgs.objname);
  if ('TypeName' in node) return words(node.TypeName.names);
  return words([node]);
}

/** Everything that a statement names: relations, types, functions, and an index by its own name. */
function mentionsOf({ node }: Statement): Set<string> {
  const names = new Set<string>();
  visit(node, (_, below) => {
    if (isRelation(below)) names.add(tableKey(below));
    for (const key of ['funcname', 'names', 'objname', 'typeName']) {
      const list = below[key];
      if (Array.isArray(list)) names.add(nameKey(words(list as Node[])));
    }
  });
  if ('IndexStmt' in node) {
    names.add(tableKey({ ...node.IndexStmt.relation, relname: node.IndexStmt.idxname ?? '' }));
  }
  return names;
}

/** The subjects of a file, those together that name each other. Pure. */
export function changesOf(statements: readonly Statement[]): { readonly subject: string; readonly line: number }[] {
  const groups: { subjects: Set<string>; subject: string; line: number }[] = [];
  const seen: { readonly subjects: readonly string[]; readonly mentions: Set<string>; readonly line: number }[] = [];
  for (const statement of statements) {
    const subjects = subjectsOf(statement).filter((subject) => subject !== 'public.');
    if (subjects.length > 0) seen.push({ subjects, mentions: mentionsOf(statement), line: statement.line });
  }
  const isSubject = new Set(seen.flatMap(({ subjects }) => subjects));
  for (const { subjects, mentions, line } of seen) {
    subjects.forEach((subject, at) => {
      const linked = at === 0 ? [...mentions].filter((name) => isSubject.has(name) && !subjects.includes(name)) : [];
      const related = [subject, ...linked];
      const touched = groups.filter((group) => related.some((name) => group.subjects.has(name)));
      const [first] = touched;
      if (first === undefined) {
        groups.push({ subjects: new Set(related), subject, line });
        return;
      }
      for (const name of [...related, ...touched.flatMap((group) => [...group.subjects])]) first.subjects.add(name);
      for (const other of touched.slice(1)) groups.splice(groups.indexOf(other), 1);
    });
  }
  return groups.map(({ subject, line }) => ({ subject, line }));
}

export const severalChanges: Rule = {
  id: 'several-changes',
  title: 'more than one change',
  reason: 'One that fails takes the others along, and a way back is for all of them or none.',
  safer: 'A file for each change: cutover migrations new.',
  *check({ document }): Generator<Hit> {
    const [first, second, ...more] = changesOf(document.change);
    if (first === undefined || second === undefined) return;
    const names = [first, second, ...more].map(({ subject }) => subject);
    yield { line: second.line, severity: 'warning', message: `${names.length} changes: ${names.join(', ')}` };
  },
};
