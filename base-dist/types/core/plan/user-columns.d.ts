import type { Profile } from '../config.ts';
import type { Inventory } from '../inventory/types.ts';
import type { RewrittenColumn } from './types.ts';
/** What a profile says about users' ids. */
export type UserIdChoices = Pick<Profile, 'userIdColumns' | 'unmappedUserIds'>;
/**
 * The columns that hold users' ids, by table key: those that refer to auth.users through foreign keys, over any number
 * of tables, Storage's owners, and those that the profile names. Pure. Throws `config.invalid` for a name that is no
 * column, or of a type that holds no id.
 */
export declare function userIdColumns(source: Inventory, choices: UserIdChoices): Map<string, RewrittenColumn[]>;
