/**
 * The server prints some expressions in another form after a dump and restore, although they mean the same. Known:
 *
 * - a cast of a whole array, as in `(ARRAY['a'::varchar, 'b'::varchar])::text[]` (what `IN ('a', 'b')` on a varchar
 *   becomes), is pushed to the elements when it is parsed again: `ARRAY[('a'::varchar)::text, ('b'::varchar)::text]`.
 *   Both are brought to the second form.
 * - from 16 on, views and rules over a single relation name columns without it (`id`, formerly `a.id`). Between
 *   different majors the qualifiers of columns are left out on both sides; those that are names of `schemas` stay,
 *   unless the definition also has a relation, an alias or a column of that name: then nobody can tell which it is.
 *
 * White space outside of strings and function bodies does not count.
 */
export declare function normalizeDefinition(definition: string): string;
/** {@link normalizeDefinition}, without the qualifiers of columns. */
export declare function normalizeWithoutQualifiers(definition: string, schemas: ReadonlySet<string>): string;
