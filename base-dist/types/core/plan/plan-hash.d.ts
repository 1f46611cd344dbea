import type { Step } from './types.ts';
/**
 * SHA-256 over what steps do to a schema with this fingerprint. Sizes are left out of it, and with them how a table is
 * cut in pieces, and which indexes are built beside its rows: the rehearsal of last week is one of the same plan although
 * a thousand rows came in since. So is the run's own id, which is in the names of what is set aside. Pure.
 */
export declare function planHash(steps: readonly Step[], about: {
    readonly runId: string;
    readonly auth: string | undefined;
    readonly schema: string;
}): string;
