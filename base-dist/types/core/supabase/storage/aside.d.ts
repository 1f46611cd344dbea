import type { StorageAction } from '../../plan/types.ts';
import type { Session } from '../../postgres/session.ts';
import type { StepContext } from '../../steps/context.ts';
import type { StorageClient } from './client.ts';
type AsideAction = Extract<StorageAction, {
    type: 'storage-aside';
}>;
/** The next files of a bucket that are in the way: none of them the run's own. */
export declare function asideNames({ pool, storage }: Pick<StepContext, 'pool' | 'storage'>, client: StorageClient, action: AsideAction, limit: number): Promise<string[]>;
/** Writes down what is about to move, with its row where the role may read it; what is written first stays. */
export declare function keepAside(session: Session, run: string, { bucket, into }: AsideAction, names: readonly string[]): Promise<void>;
export interface AsideFile extends Record<string, unknown> {
    readonly bucket_id: string;
    readonly name: string;
    readonly into_bucket: string;
    readonly owner: string | null;
    readonly owner_id: string | null;
    readonly created_at: string | null;
    readonly updated_at: string | null;
    readonly accessed_at: string | null;
}
/** The next files that are set aside. */
export declare function readAside(session: Session, run: string, limit: number): Promise<AsideFile[]>;
export {};
