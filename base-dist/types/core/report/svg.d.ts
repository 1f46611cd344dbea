import type { Timeline } from './schema.ts';
/** What the bars are grouped by, in the order of the legend. */
export declare const groups: readonly ['copy', 'schema', 'index', 'constraint', 'verify', 'other'];
type Group = (typeof groups)[number];
/** What a step of this kind is drawn as. */
export declare function groupOf(kind: string): Group;
export declare const groupNames: Readonly<Record<Group, string>>;
/** Phases, a row each, and below them the steps, as many lanes as there were steps at once. Pure. */
export declare function timelineSvg(timeline: Timeline): string;
/** Bytes a second over time, on the time axis of the timeline. Empty where nothing was copied. Pure. */
export declare function throughputSvg(timeline: Timeline): string;
export {};
