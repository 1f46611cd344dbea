/** Values of each built-in type that can be stored and read back, the extreme ones among them. */
const literals: Readonly<Record<string, readonly string[]>> = {
  bool: ['t', 'f'],
  bytea: ['\\x', '\\x00ff5c2e0a5c', '\\x5c2e'],
  '"char"': ['a', '\\', '\\377'],
  name: ['a name', 'ünïcödé "quoted"'],
  int8: ['-9223372036854775808', '9223372036854775807'],
  int2: ['-32768', '32767'],
  int2vector: ['1 2 3', ''],
  int4: ['-2147483648', '2147483647', '0'],
  oid: ['0', '4294967295'],
  tid: ['(0,1)', '(4294967295,65535)'],
  xid: ['0', '4294967295'],
  cid: ['0', '4294967295'],
  xid8: ['0', '18446744073709551615'],
  oidvector: ['1 2', ''],
  json: ['{"a": 1.0,  "a":2}', 'null', '"\\u00e9\\n"', '[1e400]'],
  jsonb: ['{"a": [1, 2.50, null, {"b": ""}]}', 'null', '1e1000'],
  jsonpath: ['$."a"[*] ? (@.b > 1.50)', 'strict $'],
  point: ['(1,2)', '(-Infinity,NaN)', '(1e-300,1e300)'],
  lseg: ['[(1,2),(3,4)]'],
  path: ['[(1,2),(3,4)]', '((1,2),(3,4))'],
  box: ['(3,4),(1,2)'],
  polygon: ['((0,0),(1,0),(0,1))'],
  line: ['{1,-1,0}'],
  circle: ['<(1,2),3>'],
  float4: ['NaN', 'Infinity', '-Infinity', '-0', '1.17549435e-38', '3.4028235e+38', '0.1'],
  float8: ['NaN', 'Infinity', '-Infinity', '-0', '4.9e-324', '1.7976931348623157e308', '0.1'],
  money: ['-92233720368547758.08', '92233720368547758.07'],
  macaddr: ['08:00:2b:01:02:03'],
  macaddr8: ['08:00:2b:01:02:03:04:05'],
  inet: ['192.168.0.1/24', '::ffff:1.2.3.4/128', '10.0.0.1'],
  cidr: ['192.168.0.0/16', '2001:db8::/32'],
  bpchar: ['trailing  ', ''],
  varchar: ['', 'trailing  '],
  text: [
    '',
    '\\.',
    '\\N',
    'a\\',
    'line\n\\.\nline',
    '\t\r\n\b\f\v',
    '\u0001\u007f\u0085\ufeff\uffff\u{10ffff}',
    'e\u0301 👩‍👩‍👧 שלום',
    'NULL',
  ],
  date: ['4713-01-01 BC', '5874897-12-31', 'infinity', '-infinity', '2000-02-29'],
  time: ['00:00:00', '24:00:00', '12:34:56.789012'],
  timetz: ['24:00:00-15:59:59', '00:00:00+15:59:59'],
  timestamp: ['4714-11-24 00:00:00 BC', '294276-12-31 23:59:59.999999', 'infinity', '-infinity'],
  timestamptz: ['4714-11-24 00:00:00+00 BC', '294276-12-31 23:59:59.999999+00', 'infinity', '-infinity'],
  interval: ['178000000 years', '-178000000 years -1 day', '1 mon -1 day +00:00:00.000001', '00:00:00'],
  bit: ['1', '0'],
  varbit: ['', '10110'],
  numeric: ['NaN', 'Infinity', '-Infinity', '1e131071', '1e-16383', '1.000', '-0.00', '12345678901234567890.123456789'],
  uuid: ['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'],
  pg_lsn: ['0/0', 'FFFFFFFF/FFFFFFFF'],
  tsvector: ["'a':1A,2B 'b c' 'ü':16383", ''],
  tsquery: ["'a' & !'b':*AB <-> 'c'", ''],
  txid_snapshot: ['10:20:10,14,15'],
  pg_snapshot: ['10:20:10,14,15'],
  refcursor: ['a cursor', ''],
  int4range: ['empty', '[1,5)', '(,)', '[1,)'],
  int8range: ['empty', '(,9223372036854775807)'],
  numrange: ['(1.10,2.50]', '[NaN,NaN]'],
  tsrange: ['["2000-01-01 00:00:00",infinity]'],
  tstzrange: ['(,"2000-01-01 00:00:00+00")'],
  daterange: ['[2000-01-01,infinity)'],
  int4multirange: ['{}', '{[1,5),[7,9)}', '{(,)}'],
  int8multirange: ['{[1,2)}'],
  nummultirange: ['{(1.10,2.50]}'],
  tsmultirange: ['{["2000-01-01 00:00:00",infinity]}'],
  tstzmultirange: ['{(,"2000-01-01 00:00:00+00")}'],
  datemultirange: ['{[2000-01-01,infinity)}'],
  regproc: ['types.twice', 'pg_catalog.now', '-'],
  regprocedure: ['types.twice(integer)'],
  regoper: ['pg_catalog.||/'],
  regoperator: ['pg_catalog.+(integer,integer)'],
  regclass: ['types.each_text', 'pg_catalog.pg_class', '-'],
  regtype: ['types.mood', 'types.mood[]', 'integer'],
  regrole: ['postgres', 'fidelity_reader'],
  regnamespace: ['types', 'pg_catalog'],
  regconfig: ['types.plain', 'pg_catalog.english'],
  regdictionary: ['pg_catalog.simple'],
  regcollation: ['pg_catalog."C"'],
  xml: ['<?xml version="1.0" encoding="ISO-8859-1"?><a>ü</a>', 'contents <b/> alone'],
  aclitem: ['fidelity_reader=r/postgres', '=U*/postgres'],
};

/** Types of one major and later. */
const since: Readonly<Record<number, Readonly<Record<string, readonly string[]>>>> = {
  17: { interval: ['infinity', '-infinity'] },
};

/** Types whose values cannot be written, whatever the tool: their input functions refuse. */
export const withoutInput = [
  'gtsvector',
  'pg_node_tree',
  'pg_ndistinct',
  'pg_dependencies',
  'pg_mcv_list',
  'pg_brin_bloom_summary',
  'pg_brin_minmax_multi_summary',
  'pg_ddl_command',
];

export function builtInTypes(major: number): Readonly<Record<string, readonly string[]>> {
  const all: Record<string, readonly string[]> = { ...literals };
  for (const [from, more] of Object.entries(since)) {
    if (major < Number(from)) continue;
    for (const [type, values] of Object.entries(more)) all[type] = [...(all[type] ?? []), ...values];
  }
  return all;
}

/** A table with one column of the type and one of its array: without bounds, with a lower bound, empty, with NULLs. */
function tableOf(type: string, values: readonly string[]): string {
  const table = `types.${quote(`each_${type.replaceAll('"', '')}`)}`;
  const literal = (value: string): string => `'${value.replaceAll("'", "''")}'::${type === 'bit' ? 'bit(1)' : type}`;
  const array = `ARRAY[${[...values.map(literal), 'NULL'].join(', ')}]::${type}[]`;
  const [first = ''] = values;
  return `
    CREATE TABLE ${table} (id integer, one ${type}, many ${type}[]);
    INSERT INTO ${table} (id, one) VALUES (0, NULL), ${values.map((value, at) => `(${at + 1}, ${literal(value)})`).join(', ')};
    INSERT INTO ${table} (id, many) VALUES (-1, '{}'), (-2, ${array}), (-3, ARRAY[${array}, ${array}]);
    INSERT INTO ${table} (id, many[-2]) VALUES (-4, ${literal(first)});`;
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Every built-in type with its array, and each kind of user-defined one with arrays, domains and composites of it. */
export function types(major: number): string {
  const entries = Object.entries(builtInTypes(major));
  // regclass and its kin name what must be there first.
  const late = entries.filter(([type]) => type.startsWith('reg'));
  const early = entries.filter(([type]) => !type.startsWith('reg'));
  return `
    CREATE SCHEMA types;
    GRANT USAGE ON SCHEMA types TO fidelity_reader;
    CREATE TYPE types.mood AS ENUM ('sad', 'ok', 'with ''quote'' and \\', 'glücklich');
    ALTER TYPE types.mood ADD VALUE 'so-so' BEFORE 'ok';
    -- Before 17 a new value is used in a later transaction only.
    COMMIT;
    CREATE FUNCTION types.twice(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 * 2';
    CREATE TEXT SEARCH CONFIGURATION types.plain (COPY = pg_catalog.simple);
    ${early.map(([type, values]) => tableOf(type, values)).join('')}
    ${late.map(([type, values]) => tableOf(type, values)).join('')}
    CREATE DOMAIN types.positive AS integer CONSTRAINT above_zero CHECK (VALUE > 0);
    CREATE DOMAIN types.small AS types.positive DEFAULT 7 CONSTRAINT below CHECK (VALUE < 1000);
    CREATE DOMAIN types.word AS varchar(40) COLLATE "C" NOT NULL;
    CREATE DOMAIN types.numbers AS integer[] CHECK (array_length(VALUE, 1) < 10);
    CREATE DOMAIN types.state AS types.mood DEFAULT 'ok';
    CREATE TYPE types.spot AS (x double precision, y numeric(10, 2), label text COLLATE "C", m types.mood);
    CREATE TYPE types.nested AS (s types.spot, many types.spot[], p types.positive, gone integer, late text);
    ALTER TYPE types.nested DROP ATTRIBUTE gone;
    CREATE DOMAIN types.good_spot AS types.spot CHECK ((VALUE).x IS NULL OR (VALUE).x >= 0);
    CREATE TYPE types.floats AS RANGE (subtype = float8, subtype_diff = float8mi, multirange_type_name = types.many_floats);
    CREATE TYPE types.words AS RANGE (subtype = text, collation = "C");
    CREATE TYPE types.moods AS RANGE (subtype = types.mood);
    CREATE TYPE types.shell_only;
    CREATE TABLE types.defined (
      id integer PRIMARY KEY,
      mood types.mood DEFAULT 'sad', moods types.mood[], state types.state, states types.state[],
      small types.small, smalls types.small[], numbers types.numbers, numberses types.numbers[],
      spot types.spot, spots types.spot[], good types.good_spot, goods types.good_spot[],
      nested types.nested, nesteds types.nested[],
      floats types.floats, floatses types.floats[], many types.many_floats, manies types.many_floats[],
      words types.words, moodrange types.moods, record_of types.each_text, records types.each_text[]);
    INSERT INTO types.defined VALUES
      (1, 'glücklich', '{sad,NULL,"with ''quote'' and \\\\"}', 'so-so', '{ok}', 1, '{1,999}', '{1,NULL}', '{"{1}"}',
       '(Infinity,1.10,"a ""b"", (c)\\\\",sad)', ARRAY[ROW(0, 0, NULL, 'ok')::types.spot, NULL], '(1,,,)', '{"(1,,,)"}',
       ROW(ROW(1, 2, '', NULL), '{}', 3, E'\\t'), ARRAY[ROW(NULL, NULL, NULL, NULL)::types.nested],
       '[1.5,Infinity]', '{empty,"(,)"}', '{[1,2],[3,4)}', '{"{}"}', '["a,b",c)', '[sad,ok]',
       ROW(1, '\\.', '[0:1]={a,NULL}'), ARRAY[ROW(2, NULL, '{}')::types.each_text]),
      (2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
       NULL, NULL, NULL, NULL);
    -- Scalars of the user's own types that go in binary.
    CREATE TABLE types.scalars (mood types.mood, small types.small, word types.word, numbers types.numbers);
    INSERT INTO types.scalars VALUES ('sad', 5, '', '[5:6]={1,NULL}'), ('glücklich', NULL, 'ü', '{}');
  `;
}
