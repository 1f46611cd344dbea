import type { Inventory, SchemaObject, Table } from '../../inventory/types.ts';
import { quoteQualified } from '../../postgres/identifiers.ts';
import type { Item } from '../model.ts';
import { bareBody, tidy } from '../text.ts';
import type { Extras } from './extras.ts';

type Make = (object: SchemaObject, context: Context) => Item | undefined;

interface Context {
  readonly schemas: ReadonlySet<string>;
  /** Ids of tables and views by `schema.name`. */
  readonly relations: ReadonlyMap<string, string>;
  readonly extras: Extras;
}

/** Views, functions, types, triggers, policies and rules, from the definitions that verification compares too. */
export function objectItems(inventory: Inventory, tables: readonly Table[], extras: Extras): Item[] {
  const schemas = new Set(inventory.schemas.map(({ name }) => name));
  const relations = new Map(
    tables.map(({ key, kind }) => [key, `${kind === 'materialized-view' ? 'view' : 'table'} ${key}`]),
  );
  for (const { kind, name } of inventory.objects) if (kind === 'view') relations.set(name, `view ${name}`);
  const context = { schemas, relations, extras };
  return inventory.objects.flatMap((object) => makers[object.kind]?.(object, context) ?? []);
}

const makers: Readonly<Partial<Record<SchemaObject['kind'], Make>>> = {
  type: typeItem,
  function: functionItem,
  view: viewItem,
  trigger: triggerItem,
  policy: policyItem,
  rule: ruleItem,
};

/** The schema is what stands before the dot: names of schemas are known, so that a dot in one does no harm. */
function splitName(name: string, schemas: ReadonlySet<string>): readonly [string, string] {
  for (let dot = name.indexOf('.'); dot !== -1; dot = name.indexOf('.', dot + 1)) {
    if (schemas.has(name.slice(0, dot))) return [name.slice(0, dot), name.slice(dot + 1)];
  }
  return ['', name];
}

function typeItem({ name, definition }: SchemaObject, { schemas, extras }: Context): Item | undefined {
  const [schema, bare] = splitName(name, schemas);
  const place = { name, path: [schema, bare], of: `schema ${schema}` };
  const quoted = quoteQualified(schema, bare);
  const labels = /^ENUM \(([\s\S]*)\)$/.exec(definition)?.[1];
  if (labels !== undefined || definition === 'ENUM ()' || definition === '') {
    return { kind: 'enum', ...place, facts: { labels: labels ?? '' } };
  }
  const domain = extras.domains.get(name);
  if (domain !== undefined) {
    const { type, notNull, fallback, collation, checks } = domain;
    return {
      kind: 'domain',
      ...place,
      facts: {
        type,
        notNull,
        default: fallback === '' ? '' : tidy(fallback),
        collation,
        ...Object.fromEntries(checks.map((check) => [`check ${check.name}`, tidy(check.definition)])),
      },
    };
  }
  const fields = /^COMPOSITE \(([\s\S]*)\)$/.exec(definition)?.[1];
  return {
    kind: 'type',
    ...place,
    facts: { definition: tidy(definition) },
    ...(fields === undefined ? {} : { ddl: `CREATE TYPE ${quoted} AS (${fields})` }),
  };
}

/** `CREATE OR REPLACE FUNCTION … AS $function$ … $function$`, or a body in SQL behind the head. */
function functionItem({ name, definition }: SchemaObject, { schemas }: Context): Item {
  const [schema, signature] = splitName(name, schemas);
  const bracket = signature.indexOf('(');
  const place = {
    name,
    path: [schema, signature.slice(0, bracket), signature.slice(bracket + 1, -1)],
    of: `schema ${schema}`,
  };
  const bodyAt = definition.search(/^(?:AS \$|AS '|BEGIN ATOMIC|RETURN )/m);
  if (definition.startsWith('AGGREGATE') || bodyAt === -1) {
    return { kind: 'function', ...place, facts: { definition: tidy(definition) } };
  }
  const [head, body] = [definition.slice(0, bodyAt).trim(), definition.slice(bodyAt).trim()];
  const lines = head.split('\n').map((line) => line.trim());
  const language = /^LANGUAGE (\S+)/m.exec(head.replaceAll(/^\s+/gm, ''))?.[1] ?? '';
  const returns = lines.find((line) => line.startsWith('RETURNS')) ?? '';
  const attributes = lines.slice(1).filter((line) => line !== '' && line !== returns);
  const quoted = /^AS (\$[^$]*\$)([\s\S]*)\1$/.exec(body)?.[2];
  return {
    kind: 'function',
    ...place,
    ddl: definition,
    facts: {
      arguments: tidy(lines[0]?.slice((lines[0] ?? '').indexOf('(')) ?? ''),
      returns: tidy(returns),
      attributes: tidy(attributes.join(' ')),
      body: quoted === undefined ? tidy(body) : bareBody(quoted, language),
    },
  };
}

function viewItem({ name, definition }: SchemaObject, { schemas }: Context): Item {
  const [schema, bare] = splitName(name, schemas);
  const [, materialized, options = '', query = ''] =
    /^(MATERIALIZED )?VIEW(?: WITH \((.*?)\))? AS ([\s\S]*)$/.exec(definition) ?? [];
  const [what, quoted] = [materialized === undefined ? 'VIEW' : 'MATERIALIZED VIEW', quoteQualified(schema, bare)];
  const replace = materialized === undefined ? 'OR REPLACE ' : '';
  const withOptions = options === '' ? '' : ` WITH (${options})`;
  return {
    kind: 'view',
    name,
    path: [schema, bare],
    of: `schema ${schema}`,
    ddl: `CREATE ${replace}${what} ${quoted}${withOptions} AS\n${query.trim().replace(/;$/, '')}`,
    facts: { kind: what.toLowerCase(), options, query: tidy(query).replace(/;$/, '') },
  };
}

/** `name on schema.table`: the relation is the longest known one at the end. */
function splitOn(name: string, relations: ReadonlyMap<string, string>): readonly [string, string] | undefined {
  for (let at = name.indexOf(' on '); at !== -1; at = name.indexOf(' on ', at + 1)) {
    const relation = name.slice(at + ' on '.length);
    if (relations.has(relation)) return [name.slice(0, at), relation];
  }
  return undefined;
}

/** What hangs on a table or view; undefined for one on a relation that is not compared. */
function onRelation(kind: 'trigger' | 'policy' | 'rule', object: SchemaObject, { relations, schemas }: Context) {
  const split = splitOn(object.name, relations);
  const of = split && relations.get(split[1]);
  if (split === undefined || of === undefined) return undefined;
  const [name, relation] = split;
  const [schema, table] = splitName(relation, schemas);
  return { kind, name: `${relation}.${name}`, path: [schema, table, name], of };
}

const enabledWords: Readonly<Record<string, string>> = { O: '', D: 'disabled', R: 'replica', A: 'always' };

function triggerItem(object: SchemaObject, context: Context): Item | undefined {
  const place = onRelation('trigger', object, context);
  const [, definition = '', enabled = 'O'] = /^([\s\S]*) ENABLED (.)$/.exec(object.definition) ?? [];
  if (place === undefined || !definition.startsWith('CREATE')) return undefined;
  // The trigger's own name is no part of what it does.
  const what = tidy(definition).replace(/^(CREATE (?:CONSTRAINT )?TRIGGER) (?:"(?:[^"]|"")*"|[^ ]+)/, '$1');
  return { ...place, ddl: definition, facts: { definition: what, enabled: enabledWords[enabled] ?? enabled } };
}

const commands: Readonly<Record<string, string>> = { '*': 'ALL', r: 'SELECT', a: 'INSERT', w: 'UPDATE', d: 'DELETE' };

function policyItem(object: SchemaObject, context: Context): Item | undefined {
  const place = onRelation('policy', object, context);
  const parsed =
    /^(PERMISSIVE|RESTRICTIVE) FOR (.) TO ([\s\S]*?)(?: USING \(([\s\S]*?)\))?(?: WITH CHECK \(([\s\S]*)\))?$/.exec(
      object.definition,
    );
  if (place === undefined || parsed === null) return undefined;
  const [, permissive = '', command = '', roles = '', using = '', check = ''] = parsed;
  return {
    ...place,
    facts: {
      permissive: permissive.toLowerCase(),
      command: commands[command] ?? command,
      roles,
      using: tidy(using),
      check: tidy(check),
    },
  };
}

function ruleItem(object: SchemaObject, context: Context): Item | undefined {
  const place = onRelation('rule', object, context);
  if (place === undefined) return undefined;
  const ddl = object.definition.replace(/ ENABLED .$/, '');
  return { ...place, ddl, facts: { rule: tidy(object.definition) } };
}
