import { quoteIdentifier } from '../../postgres/identifiers.ts';
import type { Facts, Item, SchemaModel } from '../model.ts';
import { dotted } from './create.ts';

/** What GRANT calls the kinds of objects that have rights. */
const words: Readonly<Record<string, string>> = {
  schema: 'SCHEMA',
  table: 'TABLE',
  sequence: 'SEQUENCE',
  function: 'FUNCTION',
  type: 'TYPE',
  column: 'TABLE',
};

/** GRANT and REVOKE that turn one set of rights into another. The facts name roles. */
export function rightsSql(item: Item, from: Facts, to: Facts): string[] {
  if (item.kind === 'default-privileges') return defaultRightsSql(item, from, to);
  const [, kind = '', name = ''] = item.path;
  const column = kind === 'column' ? name.slice(name.lastIndexOf('.') + 1) : undefined;
  const object = column === undefined ? name : name.slice(0, name.lastIndexOf('.'));
  const on = `ON ${words[kind] ?? 'TABLE'} ${kind === 'function' ? signature(object) : kind === 'schema' ? quoteIdentifier(object) : dotted(object)}`;
  return changes(from, to, item.owner).map(({ verb, rights, role, option }) => {
    const list = column === undefined ? rights : rights.map((right) => `${right} (${quoteIdentifier(column)})`);
    return sentence(verb, list, on, role, option);
  });
}

/** `of tables of postgres in schema app`, as the reader names them. */
function defaultRightsSql(item: Item, from: Facts, to: Facts): string[] {
  const [, objects = '', , schema] = /^(\w+(?: objects)?) of (.*?)(?: in schema (.*))?$/.exec(item.name) ?? [];
  const scope = [
    'ALTER DEFAULT PRIVILEGES',
    item.owner === undefined ? '' : `FOR ROLE ${quoteIdentifier(item.owner)}`,
    schema === undefined ? '' : `IN SCHEMA ${quoteIdentifier(schema)}`,
  ].filter((part) => part !== '');
  return changes(from, to, item.owner).map(
    ({ verb, rights, role, option }) =>
      `${scope.join(' ')} ${sentence(verb, rights, `ON ${objects.toUpperCase()}`, role, option)}`,
  );
}

interface RightChange {
  readonly verb: 'GRANT' | 'REVOKE';
  readonly rights: readonly string[];
  readonly role: string;
  readonly option: boolean;
}

function changes(from: Facts, to: Facts, owner: string | undefined): RightChange[] {
  const found: RightChange[] = [];
  for (const role of [...new Set([...Object.keys(from), ...Object.keys(to)])].sort()) {
    if (role === owner) continue;
    const [before, after] = [rightsOf(from[role]), rightsOf(to[role])];
    const gone = [...before].filter((right) => !after.has(right)).map(bare);
    const come = [...after].filter((right) => !before.has(right));
    if (gone.length > 0) found.push({ verb: 'REVOKE', rights: gone, role, option: false });
    for (const option of [false, true]) {
      const rights = come.filter((right) => right.endsWith('*') === option).map(bare);
      if (rights.length > 0) found.push({ verb: 'GRANT', rights, role, option });
    }
  }
  return found;
}

function rightsOf(text: string | undefined): Set<string> {
  return new Set((text ?? '').split(', ').filter((right) => right !== ''));
}

function bare(right: string): string {
  return right.replace('*', '');
}

function sentence(
  verb: RightChange['verb'],
  rights: readonly string[],
  on: string,
  role: string,
  option: boolean,
): string {
  const who = role === 'PUBLIC' ? role : quoteIdentifier(role);
  return `${verb} ${rights.join(', ')} ${on} ${verb === 'GRANT' ? 'TO' : 'FROM'} ${who}${option ? ' WITH GRANT OPTION' : ''}`;
}

/** `schema.name(arguments)` with the arguments as they are. */
function signature(name: string): string {
  const bracket = name.indexOf('(');
  return `${dotted(name.slice(0, bracket))}${name.slice(bracket)}`;
}

const defaultObjects: Readonly<Record<string, string>> = {
  table: 'tables',
  sequence: 'sequences',
  function: 'functions',
  type: 'types',
  schema: 'schemas',
};

/** What everybody may do with a new object of a kind. [PostgreSQL documentation, 5.8 Privileges] */
const builtIn: Readonly<Record<string, Facts>> = { function: { PUBLIC: 'EXECUTE' }, type: { PUBLIC: 'USAGE' } };

/** The rights that a new object gets by itself, where its maker is the owner that the model names. */
export function initialRights(item: Item, model: SchemaModel): Facts {
  const [schema = '', kind = ''] = item.path;
  const objects = defaultObjects[kind];
  if (objects === undefined) return {};
  const own = model.items.filter(({ kind: each, owner }) => each === 'default-privileges' && owner === item.owner);
  const [everywhere, inSchema] = [`${objects} of ${item.owner}`, `${objects} of ${item.owner} in schema ${schema}`];
  // Defaults of the whole database stand for the built-in ones; those of a schema are added to them.
  const base = own.find(({ name }) => name === everywhere)?.facts ?? builtIn[kind] ?? {};
  const more = own.find(({ name }) => name === inSchema)?.facts ?? {};
  const roles = new Set([...Object.keys(base), ...Object.keys(more)]);
  return Object.fromEntries(
    [...roles].map((role) => [
      role,
      [...new Set([...rightsOf(base[role]), ...rightsOf(more[role])])].sort().join(', '),
    ]),
  );
}
