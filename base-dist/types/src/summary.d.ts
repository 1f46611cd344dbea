import type { Ending } from './sessions.ts';
/** What stays in the terminal when the wizard is gone: plain lines, without colour. */
export declare function summaryLines({ result, state, session }: Ending): readonly string[];
