import type { Session } from '../postgres/session.ts';
/** What a role is beside its name: the part that can be carried. Passwords cannot be read, and are not. */
export interface RoleFacts {
    readonly name: string;
    readonly bypassesRowSecurity: boolean;
    readonly inherits: boolean;
    /** Roles among the project's own that it is a member of. */
    readonly memberOf: readonly {
        readonly role: string;
        readonly admin: boolean;
    }[];
    /** Its settings; `database` for those that hold in this database alone. Values as the catalog has them. */
    readonly settings: readonly {
        readonly name: string;
        readonly value: string;
        readonly database: boolean;
    }[];
}
/** Facts about these roles. Three queries; throws CutoverError. */
export declare function readRoleFacts(session: Session, names: readonly string[]): Promise<RoleFacts[]>;
