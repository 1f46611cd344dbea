import type { DmmfField } from './dmmf.ts';

/** What Prisma Migrate makes of its types on PostgreSQL. [Prisma documentation, PostgreSQL connector, type mapping] */
const usual: Readonly<Record<string, string>> = {
  String: 'text',
  Boolean: 'boolean',
  Int: 'integer',
  BigInt: 'bigint',
  Float: 'double precision',
  Decimal: 'numeric(65,30)',
  DateTime: 'timestamp(3) without time zone',
  Json: 'jsonb',
  Bytes: 'bytea',
};

type Native = (args: readonly string[]) => string;

const inBrackets =
  (name: string): Native =>
  (args) =>
    args.length === 0 ? name : `${name}(${args.join(',')})`;
/** Types that are one long where nothing is said, which PostgreSQL then prints. */
const ofOne =
  (name: string): Native =>
  ([length = '1']) =>
    `${name}(${length})`;
const zoned =
  (name: string, zone: string): Native =>
  (args) =>
    `${name}${args[0] === undefined ? '' : `(${args[0]})`} ${zone}`;

const native: Readonly<Record<string, Native>> = {
  Text: () => 'text',
  Char: ofOne('character'),
  VarChar: inBrackets('character varying'),
  Bit: ofOne('bit'),
  VarBit: inBrackets('bit varying'),
  Uuid: () => 'uuid',
  Xml: () => 'xml',
  Inet: () => 'inet',
  Citext: () => 'citext',
  Boolean: () => 'boolean',
  SmallInt: () => 'smallint',
  Integer: () => 'integer',
  Int: () => 'integer',
  BigInt: () => 'bigint',
  Oid: () => 'oid',
  DoublePrecision: () => 'double precision',
  Real: () => 'real',
  Decimal: inBrackets('numeric'),
  Money: () => 'money',
  Timestamp: zoned('timestamp', 'without time zone'),
  Timestamptz: zoned('timestamp', 'with time zone'),
  Date: () => 'date',
  Time: zoned('time', 'without time zone'),
  Timetz: zoned('time', 'with time zone'),
  Json: () => 'json',
  JsonB: () => 'jsonb',
  ByteA: () => 'bytea',
};

/** The type as `format_type` would print it; undefined where it is one that we have no name for. */
export function databaseType(field: DmmfField, enums: ReadonlyMap<string, string>): string | undefined {
  const [name, args] = field.nativeType ?? [];
  const bare = name === undefined ? (enums.get(field.type) ?? usual[field.type]) : native[name]?.(args ?? []);
  return bare === undefined || !field.isList ? bare : `${bare}[]`;
}

/** Functions that Prisma's client computes, and the database knows nothing of. */
const ofClient: ReadonlySet<string> = new Set(['uuid', 'cuid', 'ulid', 'nanoid', 'auto']);

export interface DefaultFacts {
  readonly increments: 'yes' | 'no';
  /** SQL; empty where there is none, undefined where Prisma does not say what the database does. */
  readonly text: string | undefined;
}

/** The default of a field as the database has it. `label` gives the database's name for a value of an enum. */
export function databaseDefault(field: DmmfField, label: (value: string) => string): DefaultFacts {
  const given = field.default;
  if (given === undefined) return { increments: 'no', text: field.isUpdatedAt ? undefined : '' };
  const literal = (value: string | number | boolean): string => {
    if (typeof value !== 'string') return String(value);
    return quoted(field.kind === 'enum' ? label(value) : value);
  };
  if (Array.isArray(given)) {
    return { increments: 'no', text: given.length === 0 ? "'{}'" : `ARRAY[${given.map(literal).join(', ')}]` };
  }
  if (typeof given !== 'object') {
    // Their printed forms are the server's own.
    const open = field.type === 'DateTime' || field.type === 'Bytes';
    const text =
      field.type === 'Decimal' || field.type === 'BigInt' || field.type === 'Float' ? String(given) : literal(given);
    return { increments: 'no', text: open ? undefined : text };
  }
  if (given.name === 'autoincrement') return { increments: 'yes', text: undefined };
  if (ofClient.has(given.name)) return { increments: 'no', text: undefined };
  if (given.name === 'now') return { increments: 'no', text: 'now()' };
  const [sql] = given.args;
  return { increments: 'no', text: typeof sql === 'string' && sql !== '' ? sql : undefined };
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
