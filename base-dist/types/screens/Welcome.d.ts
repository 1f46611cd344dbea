import { type ReactNode } from 'react';
import type { Profile } from '../core/index.ts';
import { type WelcomeItem, type WelcomeRun } from './views/welcome.ts';
interface Props {
    /** Undefined while the state folder is being read. */
    readonly runs: readonly WelcomeRun[] | undefined;
    readonly profiles: readonly Profile[];
    readonly version: string;
    /** What the last action came to, where it needs saying. */
    readonly message: string | undefined;
    readonly onOpen: (item: Exclude<WelcomeItem, {
        kind: 'past' | 'new';
    }>) => void;
    readonly onNew: (name: string) => void;
    /** With the profile of the selected line, where it has one. */
    readonly onDrift: (profile: Profile | undefined) => void;
}
/** Where one begins: the first line is right most of the time. */
export declare function Welcome({ runs, profiles, version, message, onOpen, onNew, onDrift }: Props): ReactNode;
export {};
