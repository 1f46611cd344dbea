import type { Check } from './types.ts';
export declare const versionsCheck: Check;
/** Pure: the verdict on two major versions. */
export declare function compareVersions(source: number, target: number): {
    verdict: 'pass' | 'fail';
    detail: string;
    fix: string;
};
