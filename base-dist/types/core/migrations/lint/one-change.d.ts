import type { Statement } from '../parse.ts';
import type { Rule } from './types.ts';
/** The subjects of a file, those together that name each other. Pure. */
export declare function changesOf(statements: readonly Statement[]): {
    readonly subject: string;
    readonly line: number;
}[];
export declare const severalChanges: Rule;
