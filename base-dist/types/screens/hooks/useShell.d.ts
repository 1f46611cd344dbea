import type { Binding } from '../keys.ts';
import type { WindowState } from '../text/window.ts';
/** What stands around every screen: given once by the program, read by the frame. */
export interface Shell {
    readonly profile: string;
    readonly environment: 'rehearsal' | 'production' | undefined;
    /** `host/database`, without secrets; empty where it is not known yet. */
    readonly source: string;
    readonly target: string;
    readonly window: WindowState;
    /** Keys that every screen knows: quit, Ctrl-C. A screen's own binding of the same key comes first. */
    readonly globals: readonly Binding[];
}
export declare const ShellContext: import("react").Context<Shell>;
export declare const useShell: () => Shell;
