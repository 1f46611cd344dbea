import { z } from 'zod';
import type { Session } from '../postgres/session.ts';
/** Work that no copy does: what of it was found on the source, and the command or page that does it. */
export declare const byHandSchema: z.ZodObject<{
    subject: z.ZodString;
    count: z.ZodOptional<z.ZodNumber>;
    names: z.ZodArray<z.ZodString>;
    how: z.ZodString;
}, z.core.$strip>;
export type ByHand = z.infer<typeof byHandSchema>;
/** A relation, `schema.name`, and columns that it must have. */
export interface WantedRelation {
    readonly relation: string;
    readonly columns: readonly string[];
}
/**
 * Those of the relations that are there with these columns, and that the role may read. Asked before they are queried:
 * an error would end the transaction that holds the snapshot.
 */
export declare function readableRelations(session: Session, relations: readonly WantedRelation[]): Promise<ReadonlySet<string>>;
/**
 * What people must do after the move, from the source's catalogs alone. `roles` are those that the run makes. Only what
 * was found is listed, with its number. Nothing is written, and no secret is read. Throws CutoverError.
 */
export declare function readByHand(source: Session, roles: readonly string[]): Promise<ByHand[]>;
/** `3 database webhooks (a, b, c): what to do`; `look at Edge Functions: what to do`. */
export declare function byHandLine({ subject, count, names, how }: ByHand, namesShown?: number): string;
