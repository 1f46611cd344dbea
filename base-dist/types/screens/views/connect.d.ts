import { type CheckState, type EndpointState, type Profile } from '../../core/index.ts';
import { type Mark } from '../text/marks.ts';
/** Both ends as they are typed, with passwords: in memory only. */
export interface Ends {
    readonly sourceUrl: string;
    readonly targetUrl: string;
}
export type SettingId = 'sourceUrl' | 'sourcePassword' | 'targetUrl' | 'targetPassword' | 'environment' | 'windowMinutes';
export interface Setting {
    readonly id: SettingId;
    readonly label: string;
    /** As it is shown: never a password. */
    readonly shown: string;
    /** What the field begins with when it is edited. */
    readonly initial: string;
    readonly masked: boolean;
}
export declare function settingsOf(profile: Profile, ends: Ends): readonly Setting[];
export type SettingChange = {
    readonly ok: true;
    readonly profile: Profile;
    readonly ends: Ends;
} | {
    readonly ok: false;
    readonly reason: string;
};
/** The settings after one was edited; the reason where the text cannot be one. */
export declare function changeSetting(profile: Profile, ends: Ends, id: SettingId, text: string): SettingChange;
/** The facts found on one end, in one line. */
export declare function endpointText(end: EndpointState): string;
export interface CheckLine {
    readonly key: string;
    readonly mark: Mark | undefined;
    readonly running: boolean;
    readonly text: string;
}
/** The checks as lines, the gravest first; of those that need a hand the whole evidence, and what to do about it. */
export declare function checkLines(checks: readonly CheckState[], columns: number): readonly CheckLine[];
