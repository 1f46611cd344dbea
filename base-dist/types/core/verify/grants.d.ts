import type { Grants } from '../inventory/grants.ts';
import { type VerifyItem } from './types.ts';
/**
 * Compares who may do what, object by object: schemas, tables, columns, sequences, functions, types, and what new
 * objects will be granted. An owner's own rights do not count, since owners may differ. What a role may do on the target
 * alone is a difference as much as what it may no longer do: default privileges of a target grant too much. Pure.
 */
export declare function compareGrants(source: Grants, target: Grants): VerifyItem[];
