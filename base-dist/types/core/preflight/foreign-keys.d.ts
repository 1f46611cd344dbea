/** A foreign key as far as a search for orphans needs it. Columns stand in the key's own order. */
export interface ForeignKey {
    readonly name: string;
    readonly validated: boolean;
    readonly matchFull: boolean;
    readonly from: ForeignKeyTable;
    readonly to: ForeignKeyTable;
    readonly columns: readonly ForeignKeyColumn[];
    /** True for a PERIOD key (18): its last column holds ranges, which the referenced rows cover together. */
    readonly temporal: boolean;
}
interface ForeignKeyTable {
    readonly schema: string;
    readonly name: string;
    /** A foreign key of a classic inheritance parent binds its own rows alone; one of a partitioned table all of them. */
    readonly partitioned: boolean;
}
interface ForeignKeyColumn {
    readonly from: string;
    readonly to: string;
    /** The equality that the server itself uses for the key: `OPERATOR(pg_catalog.=)`. */
    readonly operator: string;
    /** Collation of the referenced column, where the two differ: quoted; else null. */
    readonly collation: string | null;
}
/**
 * Foreign keys of the tables whose oids are given, NOT VALID ones first. A partition's copy of its parent's key is
 * left out, since the parent's covers it; a NOT ENFORCED one (18) promises nothing. Columns that only newer servers
 * have are read through jsonb.
 */
export declare const foreignKeysSql = "\n  SELECT c.conname::text AS name, c.convalidated AS validated, c.confmatchtype = 'f' AS \"matchFull\",\n         pg_catalog.json_build_object('schema', fn.nspname, 'name', f.relname,\n                                      'partitioned', f.relkind = 'p') AS \"from\",\n         pg_catalog.json_build_object('schema', tn.nspname, 'name', t.relname,\n                                      'partitioned', t.relkind = 'p') AS \"to\",\n         k.columns,\n         COALESCE((pg_catalog.to_jsonb(c) ->> 'conperiod')::boolean, false) AS temporal\n    FROM pg_catalog.pg_constraint c\n    JOIN pg_catalog.pg_class f ON f.oid = c.conrelid\n    JOIN pg_catalog.pg_namespace fn ON fn.oid = f.relnamespace\n    JOIN pg_catalog.pg_class t ON t.oid = c.confrelid\n    JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace\n    CROSS JOIN LATERAL (\n      SELECT pg_catalog.json_agg(pg_catalog.json_build_object(\n               'from', fa.attname, 'to', ta.attname,\n               'operator', pg_catalog.format('OPERATOR(%I.%s)', opn.nspname, op.oprname),\n               'collation', CASE WHEN fa.attcollation <> ta.attcollation\n                                 THEN (SELECT pg_catalog.format('%I.%I', ln.nspname, l.collname)\n                                         FROM pg_catalog.pg_collation l\n                                         JOIN pg_catalog.pg_namespace ln ON ln.oid = l.collnamespace\n                                        WHERE l.oid = ta.attcollation) END) ORDER BY p.place) AS columns\n        FROM ROWS FROM (pg_catalog.unnest(c.conkey), pg_catalog.unnest(c.confkey), pg_catalog.unnest(c.conpfeqop))\n             WITH ORDINALITY AS p(from_column, to_column, operator, place)\n        JOIN pg_catalog.pg_attribute fa ON fa.attrelid = c.conrelid AND fa.attnum = p.from_column\n        JOIN pg_catalog.pg_attribute ta ON ta.attrelid = c.confrelid AND ta.attnum = p.to_column\n        JOIN pg_catalog.pg_operator op ON op.oid = p.operator\n        JOIN pg_catalog.pg_namespace opn ON opn.oid = op.oprnamespace) k\n   WHERE c.contype = 'f'\n     AND c.conparentid = 0\n     AND c.conrelid = ANY ($1::oid[])\n     AND COALESCE((pg_catalog.to_jsonb(c) ->> 'conenforced')::boolean, true)\n     AND (NOT c.convalidated OR $2)\n   ORDER BY c.convalidated, f.relpages, c.conname";
/** Counts the rows that break the key. */
export declare function countOrphansSql(key: ForeignKey): string;
/** Shows the rows that break the key: for the operator, to look at them. */
export declare function showOrphansSql(key: ForeignKey): string;
export {};
