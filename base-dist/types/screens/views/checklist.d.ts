import type { CheckState } from '../../core/index.ts';
import { type Mark } from '../text/marks.ts';
export type ChecklistRow = {
    readonly kind: 'check';
    readonly id: string;
    readonly check: CheckState;
    readonly mark: Mark;
    readonly override: string | undefined;
} | {
    readonly kind: 'manual';
    readonly id: string;
    readonly item: string;
    readonly mark: Mark;
    readonly ticked: boolean;
};
export interface ChecklistFacts {
    readonly checks: readonly CheckState[];
    /** Manual items, in the profile's words. */
    readonly manual: readonly string[];
    readonly ticked: ReadonlySet<string>;
    /** Check id -> the operator's reason. */
    readonly overrides: Readonly<Record<string, string>>;
    readonly environment: 'rehearsal' | 'production';
    readonly busy: boolean;
}
/** True for a blocker that is red, or could not be checked, and that nobody has taken upon themselves. */
export declare function blocks(check: CheckState, overrides: Readonly<Record<string, string>>): boolean;
/** Lines of the checklist: red blockers, then what is still to tick, warnings, what was skipped, what is well. */
export declare function checklistRows(facts: ChecklistFacts): readonly ChecklistRow[];
export interface Go {
    readonly go: boolean;
    /** One line: GO or NO-GO, and why. */
    readonly text: string;
}
/** GO only where every check has ended, no blocker is red, and in production every manual item is ticked. */
export declare function goOf(facts: ChecklistFacts): Go;
