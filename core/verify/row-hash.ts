import type { Column } from '../inventory/types.ts';
import { quoteIdentifier } from '../postgres/identifiers.ts';

/**
 * How values of a type are hashed, and a value that stands for NULL. As they are stored only where equal hashes mean
 * equal bytes: numeric's takes 1.0 for 1.00, float's -0 for 0, a timestamp's folds 64 bits to 32; those are hashed as
 * text. [PostgreSQL source, hashfunc.c, hashfn.c, numeric.c]
 */
interface Hashing {
  readonly sql: (value: string, seed: string) => string;
  readonly stand: string;
  /** What is hashed, of the column's name. */
  readonly of?: (column: string) => string;
}

const direct = (name: string, stand: string): Hashing => ({
  sql: (value, seed) => `pg_catalog.${name}(${value}, ${seed})`,
  stand,
});
const collated = (name: string): Hashing => ({
  sql: (value, seed) => `pg_catalog.${name}(${value} COLLATE pg_catalog."C", ${seed})`,
  stand: "''",
});

/** By the OID of the type, which built-in types have in common on all servers. [pg_type.dat] */
const hashings: ReadonlyMap<number, Hashing> = new Map([
  [16, { sql: (value, seed) => `pg_catalog.hashint4extended((${value})::pg_catalog.int4, ${seed})`, stand: 'false' }],
  // A bigint's hash folds its halves into one: with the upper half beside it, it tells all of them apart.
  [
    20,
    {
      sql: (value, seed) =>
        `pg_catalog.hashint8extended(${value}, pg_catalog.hashint4extended((${value} >> 32)::pg_catalog.int4, ${seed}))`,
      stand: '0',
    },
  ],
  [21, direct('hashint2extended', '0::pg_catalog.int2')],
  [23, direct('hashint4extended', '0')],
  [25, collated('hashtextextended')],
  [26, direct('hashoidextended', '0::pg_catalog.oid')],
  [1042, collated('hashbpcharextended')],
  [1043, collated('hashtextextended')],
  [2950, direct('uuid_hash_extended', "'00000000-0000-0000-0000-000000000000'::pg_catalog.uuid")],
]);

/**
 * One value's text is less work than a row of texts, which is quoted, collected and looked through. Only for types of the
 * server's own: whoever made a type may have made its cast to text too, and that may say less than the type's output.
 */
const asText: Hashing = { ...collated('hashtextextended'), of: (column) => `${column}::pg_catalog.text` };

/** OIDs below are the server's own. [access/transam.h, FirstNormalObjectId] */
const firstProjectOid = 16_384;

/** Calls within calls that an expression has at most: the rest of a wide table is hashed as text. */
const deepest = 200;

/** Flags for NULL that one integer holds. */
const flagsEach = 31;

function hashingOf(column: Column): Hashing | undefined {
  // Without a length trailing blanks are kept, and neither the hash nor the cast to text sees them.
  if (column.typeOid === 1042 && !/^character\(\d+\)$/.test(column.type)) return undefined;
  return hashings.get(column.typeOid) ?? (column.typeOid < firstProjectOid ? asText : undefined);
}

/**
 * An expression for a 64-bit hash of a row of table `t`. Each column's hash is the seed of the next, so that a value that
 * moves to another row or column changes it. `typed` are columns whose values count as they are, of types known on both
 * ends; `others` are expressions that are hashed together as text. Pure.
 */
export function rowHashSql(typed: readonly Column[], others: readonly string[]): string {
  const texts: string[] = [...others];
  const hashed: { readonly value: string; readonly hashing: Hashing; readonly nullable: string | undefined }[] = [];
  for (const column of typed) {
    const hashing = hashingOf(column);
    const name = `t.${quoteIdentifier(column.name)}`;
    if (hashing === undefined || hashed.length >= deepest) texts.push(name);
    else hashed.push({ value: hashing.of?.(name) ?? name, hashing, nullable: column.notNull ? undefined : name });
  }
  let seed =
    texts.length === 0
      ? '0::pg_catalog.int8'
      : `pg_catalog.hashtextextended(ROW(${texts.join(', ')})::text COLLATE pg_catalog."C", 0)`;
  const nullable = hashed.map((column) => column.nullable).filter((name) => name !== undefined);
  for (let first = 0; first < nullable.length; first += flagsEach) {
    const flags = nullable.slice(first, first + flagsEach).map((name, bit) => `(${name} IS NULL)::int4 << ${bit}`);
    seed = `pg_catalog.hashint4extended(${flags.map((flag) => `(${flag})`).join(' | ')}, ${seed})`;
  }
  for (const { value, hashing, nullable: name } of hashed) {
    seed = hashing.sql(name !== undefined ? `COALESCE(${value}, ${hashing.stand})` : value, seed);
  }
  return seed;
}
