/** The operator's word for something: who gave it, and when (ISO time). */
export interface Word {
    readonly by: string;
    readonly at: string;
}
/** What the operator takes upon themselves; all of it is in the report, with name and time. */
export interface Said {
    /** Id of a check that only people can answer, or may answer. */
    readonly ticks: Readonly<Record<string, Word>>;
    /** Check id -> the reason for going on although it is red. */
    readonly overrides: Readonly<Record<string, Word & {
        readonly reason: string;
    }>>;
}
export declare const nothingSaid: Said;
/** `ann at 2026-11-20 02:00 UTC` */
export declare function signed({ by, at }: Word): string;
/** Check id -> reason. */
export declare function reasonsOf({ overrides }: Said): Readonly<Record<string, string>>;
