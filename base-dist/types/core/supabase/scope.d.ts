import type { RunOptions } from '../config.ts';
import type { InventoryOptions } from '../inventory/inventory.ts';
import type { Session } from '../postgres/session.ts';
import { type AuthMode, type TargetKind } from './managed.ts';
/** What a run moves, as settled from the two ends and the operator's choices. Serialisable: the ledger keeps it. */
export interface Scope {
    /** Undefined where the source is not Supabase: a plain PostgreSQL migration. */
    readonly auth: AuthMode | undefined;
    readonly target: TargetKind;
    readonly carrySessions: boolean;
    /** Schemas that go whole; all of the project's own where it is left out. */
    readonly schemas?: readonly string[];
    /** True where the operator chose the schemas. */
    readonly chosen: boolean;
    /** Schemas of which rows go into tables that the target has. */
    readonly rowSchemas: readonly string[];
    /** Extensions that are left out, with all that hangs on them. */
    readonly withoutExtensions?: readonly string[];
    /** Set where the schema is not the source's: a migration folder's, or the one that the target has. */
    readonly schema?: 'migrations' | 'existing';
    /** Whether `auth` is made with the functions alone. */
    readonly shim: boolean;
    /** Schemas of the source that are not moved. */
    readonly leftOut: readonly {
        readonly schema: string;
        readonly reason: string;
    }[];
}
/** What an end says of itself. */
export interface EndFacts {
    /** Whether auth.users and auth.schema_migrations are there, as Supabase Auth makes them. */
    readonly goTrue: boolean;
    /** Whether a service that can log in owns them, so that they are in use and no copy of an earlier migration. */
    readonly serviceOwned: boolean;
    readonly schemas: readonly {
        readonly name: string;
        readonly tables: number;
        readonly rows: number;
    }[];
}
/** An empty database. */
export declare const nothingThere: EndFacts;
/** Reads what an end has of Supabase. Throws CutoverError. */
export declare function readEndFacts(session: Session): Promise<EndFacts>;
type Choices = Pick<RunOptions, 'auth' | 'schemas'> & Partial<Pick<RunOptions, 'withoutExtensions' | 'schema'>>;
/** What there is no way to do with these two ends, in the operator's words; undefined where there is none. Pure. */
export declare function contradiction(source: EndFacts, target: EndFacts, { auth, schemas }: Choices): {
    readonly detail: string;
    readonly fix: string;
} | undefined;
/** Settles what is moved, and where the users go where the operator did not say. Pure. Throws `config.invalid`. */
export declare function settleScope(source: EndFacts, target: EndFacts, choices: {
    readonly options: Choices;
    readonly carrySessions: boolean;
    /** True where the steps of Storage make its rows, each before its file. */
    readonly files?: boolean;
}): Scope;
/** Reads both ends and settles the scope. Throws CutoverError. */
export declare function resolveScope(source: Session, target: Session, choices: Parameters<typeof settleScope>[2]): Promise<Scope>;
/** What of a source is read for a scope. */
export declare function sourceSelection(scope: Scope): InventoryOptions;
/** True for a schema of Supabase's whose tables the run neither makes nor finds on the target with rows in them. */
export declare function isAbsent(schema: string, scope: Scope): boolean;
export {};
