import type { DriftKind } from './model.ts';
/**
 * A fact as far as Prisma's schema language can tell it. What Prisma leaves open (the schema of an operator class, the
 * cast that PostgreSQL puts behind a literal) is left out on both sides. Pure.
 */
export declare function prismaForm(kind: DriftKind, fact: string, value: string): string;
/** `'user'::public.user_role`, `'0'::bigint` and `(-1)` as `user`, `0` and `-1`. */
export declare function bareDefault(expression: string): string;
