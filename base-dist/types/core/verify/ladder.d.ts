/** One rung of the ladder that a verification climbs. */
export interface Rung {
    readonly name: string;
    /** `skipped` where nothing of it was compared; `part` where something was left, and nothing differs. */
    readonly verdict: 'match' | 'part' | 'differs' | 'skipped';
    /** What was compared, in words; empty where nothing was. */
    readonly checked: string;
    /** What was not, each with the reason. */
    readonly skipped: readonly string[];
}
/** What a verification has found, as events and states have it. */
export interface Findings {
    readonly tables: readonly {
        readonly table: string;
        readonly sourceRows: number;
        readonly targetRows: number;
        readonly sourceChecksum: string;
        readonly verdict: 'match' | 'differ' | 'skipped';
        readonly reason: string;
    }[];
    readonly items: readonly Item[];
}
interface Item {
    readonly kind: string;
    readonly name: string;
    readonly verdict: string;
    readonly detail: string;
}
/** The ladder, each rung with what was checked, what was skipped and why. Pure. */
export declare function ladder({ tables, items }: Findings): Rung[];
export {};
