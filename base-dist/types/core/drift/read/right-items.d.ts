import type { ObjectGrants } from '../../inventory/grants.ts';
import type { Item } from '../model.ts';
import type { CommentRow } from './extras.ts';
/** Rights by object: a fact for each role that was given any, an owner's own left out. */
export declare function grantItems(grants: readonly ObjectGrants[], ids: ReadonlySet<string>): Item[];
/** Remarks on what is compared. */
export declare function commentItems(comments: readonly CommentRow[], ids: ReadonlySet<string>): Item[];
