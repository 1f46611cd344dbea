import type { Profile } from '../../config.ts';
/** Who must be told: everybody before the window, and afterwards those who need a new password. */
export type NoticeKind = 'before' | 'reset';
/**
 * The text for one user. `{date}` is the window's begin. Throws `config.invalid` where the text needs it and the
 * profile does not have it. Pure.
 */
export declare function noticeText(kind: NoticeKind, user: {
    readonly name: string | undefined;
    readonly email: string;
}, profile: Pick<Profile, 'notices' | 'windowStart'>): string;
