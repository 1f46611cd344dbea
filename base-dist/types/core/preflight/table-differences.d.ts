import type { Table } from '../inventory/types.ts';
import type { Check } from './types.ts';
export declare const tableDifferencesCheck: Check;
/** Pure: what differs in the columns of two tables of one name, in words. */
export declare function compareColumns(source: Pick<Table, 'columns'>, target: Pick<Table, 'columns'>): string[];
