import type { Column } from '../inventory/types.ts';
import { quoteIdentifier } from '../postgres/identifiers.ts';

/** The hash of a column's value, as SQL: of the column's name, the seed, and whether it may be NULL. */
type Hashing = (name: string, seed: string, nullable: boolean) => string;

/**
 * What NULL is hashed as among texts and uuids: values that nobody has. Numbers get one that is none of the type's own,
 * and with it another function where the type has room for no more. So NULL costs no second look at the column.
 */
const nobodysUuid = 'b6f0a3d1-7c52-4e88-9d41-0f6e2c9a75b3';
const nobodysText = `'NULL ${nobodysUuid}'`;

function call(name: string, value: string, seed: string): string {
  return `pg_catalog.${name}(${value}, ${seed})`;
}

function orElse(value: string, stand: string, nullable: boolean): string {
  return nullable ? `COALESCE(${value}, ${stand})` : value;
}

/**
 * Every integer of 32 bits and a half is exact as a float8, and 0.25 is none of them. None of them is 0 either, of which
 * the hash is the seed itself: 0 and 5 would be 5 and 0. [hashfunc.c, hashfloat8extended]
 */
function wholeNumber(value: string, seed: string): string {
  const float = 'pg_catalog.float8';
  return call('hashfloat8extended', `COALESCE((${value})::${float} + 0.5::${float}, 0.25::${float})`, seed);
}

const smallNumber: Hashing = (name, seed, nullable) =>
  call('hashint4extended', orElse(`${name}::pg_catalog.int4`, '1000000', nullable), seed);

function textual(name: string, cast: string): Hashing {
  return (column, seed, nullable) =>
    call(name, `${orElse(column, `${nobodysText}${cast}`, nullable)} COLLATE pg_catalog."C"`, seed);
}

/** A value's own bytes, written in hexadecimal: sooner than the calendar's words for them. */
function sent(send: string): Hashing {
  return (name, seed, nullable) =>
    textual('hashtextextended', '')(`pg_catalog.${send}(${name})::pg_catalog.text`, seed, nullable);
}

/**
 * The hash of an array goes by its elements alone: what bounds and dimensions it has, or that it is none, is hashed
 * behind it. Without elements, or with NULLs for all of them, it would lose its seed, so the two are put together by hand.
 * For elements whose own hash tells all their values apart. [arrayfuncs.c, hash_array_extended]
 */
function arrayOf(element: string, collation = ''): Hashing {
  return (column, seed, nullable) => {
    const elements = `${orElse(column, `'{}'::pg_catalog.${element}[]`, nullable)}${collation}`;
    const list = `pg_catalog.array_ndims(${column}) = 1 AND pg_catalog.array_lower(${column}, 1) = 1`;
    const none = nullable ? `CASE WHEN ${column} IS NULL THEN 'NULL' ELSE 'empty' END` : "'empty'";
    const shape = `CASE WHEN ${list} THEN '' ELSE COALESCE(pg_catalog.array_dims(${column}), ${none}) END`;
    const both = `(${call('hash_array_extended', elements, '0')} OPERATOR(pg_catalog.#) ${seed})`;
    return call('hashtextextended', `${shape} COLLATE pg_catalog."C"`, both);
  };
}

/**
 * How values of a type are hashed as they are stored, by the OID of the type, which built-in types have in common on all
 * servers. Only where equal hashes mean equal bytes: numeric's takes 1.0 for 1.00, float's -0 for 0, a timestamp's folds
 * 64 bits to 32; those are hashed as text. [pg_type.dat; PostgreSQL source, hashfunc.c, hashfn.c, numeric.c]
 */
const hashings: ReadonlyMap<number, Hashing> = new Map<number, Hashing>([
  [16, smallNumber],
  // A bigint's hash folds its halves into one: with the upper half beside it, it tells all of them apart.
  [
    20,
    (name, seed, nullable) => {
      const upper = nullable
        ? wholeNumber(`${name} >> 32`, seed)
        : call('hashint4extended', `(${name} >> 32)::pg_catalog.int4`, seed);
      return call('hashint8extended', orElse(name, '0', nullable), upper);
    },
  ],
  [21, smallNumber],
  [23, (name, seed, nullable) => (nullable ? wholeNumber(name, seed) : call('hashint4extended', name, seed))],
  [25, textual('hashtextextended', '::pg_catalog.text')],
  [
    26,
    (name, seed, nullable) =>
      nullable ? wholeNumber(`${name}::pg_catalog.int8`, seed) : call('hashoidextended', name, seed),
  ],
  [1000, arrayOf('bool')],
  [1005, arrayOf('int2')],
  [1007, arrayOf('int4')],
  [1009, arrayOf('text', ' COLLATE pg_catalog."C"')],
  [1015, arrayOf('varchar', ' COLLATE pg_catalog."C"')],
  [2951, arrayOf('uuid')],
  [1042, textual('hashbpcharextended', '::pg_catalog.bpchar')],
  [1043, textual('hashtextextended', '::pg_catalog.text')],
  [1114, sent('timestamp_send')],
  [1184, sent('timestamptz_send')],
  [
    2950,
    (name, seed, nullable) =>
      call('uuid_hash_extended', orElse(name, `'${nobodysUuid}'::pg_catalog.uuid`, nullable), seed),
  ],
]);

/**
 * One value's text is less work than a row of texts, which is quoted, collected and looked through. Only for types of the
 * server's own: whoever made a type may have made its cast to text too, and that may say less than the type's output.
 */
const asText: Hashing = (name, seed, nullable) =>
  textual('hashtextextended', '')(`${name}::pg_catalog.text`, seed, nullable);

/** OIDs below are the server's own. [access/transam.h, FirstNormalObjectId] */
const firstProjectOid = 16_384;

const xmlOid = 142;

/** Calls within calls that an expression has at most: the rest of a wide table is hashed as text. */
const deepest = 200;

function hashingOf(column: Column): Hashing | undefined {
  // Without a length trailing blanks are kept, and neither the hash nor the cast to text sees them.
  if (column.typeOid === 1042 && !/^character\(\d+\)$/.test(column.type)) return undefined;
  // The cast keeps a document's declaration of its encoding, which its output, and so every copy of it, leaves out.
  if (column.typeOid === xmlOid) return undefined;
  return hashings.get(column.typeOid) ?? (column.typeOid < firstProjectOid ? asText : undefined);
}

/**
 * An expression for a 64-bit hash of a row of table `t`. Each column's hash is the seed of the next, so that a value that
 * moves to another row or column changes it. `typed` are columns whose values count as they are, of types known on both
 * ends; `others` are expressions that are hashed together as text. Pure.
 */
export function rowHashSql(typed: readonly Column[], others: readonly string[]): string {
  const texts: string[] = [...others];
  const hashed: { readonly name: string; readonly hashing: Hashing; readonly nullable: boolean }[] = [];
  for (const column of typed) {
    const hashing = hashingOf(column);
    const name = `t.${quoteIdentifier(column.name)}`;
    if (hashing === undefined || hashed.length >= deepest) texts.push(name);
    else hashed.push({ name, hashing, nullable: !column.notNull });
  }
  let seed =
    texts.length === 0
      ? '0::pg_catalog.int8'
      : `pg_catalog.hashtextextended(ROW(${texts.join(', ')})::text COLLATE pg_catalog."C", 0)`;
  for (const { name, hashing, nullable } of hashed) seed = hashing(name, seed, nullable);
  return seed;
}

/**
 * The same for databases whose encodings may differ: a hash sees bytes, so the row's text is hashed as it is in UTF8,
 * written in hexadecimal for a database that does not have UTF8. Slower, and for such a source only. Pure.
 */
export function recodedHashSql(values: readonly string[]): string {
  const bytes = `pg_catalog.convert_to(ROW(${values.join(', ')})::text, 'UTF8')`;
  return `pg_catalog.hashtextextended(pg_catalog.encode(${bytes}, 'hex') COLLATE pg_catalog."C", 0)`;
}
