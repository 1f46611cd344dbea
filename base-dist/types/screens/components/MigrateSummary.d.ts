import type { ReactNode } from 'react';
import type { State } from '../../core/index.ts';
import { type Stage } from '../views/migrate.ts';
interface Props {
    readonly state: State;
    readonly stage: Stage;
    readonly now: number;
    readonly columns: number;
}
/** Five lines: the total bar, the numbers, the state's word, the last moment for a rollback, the phases. */
export declare function MigrateSummary({ state, stage, now, columns }: Props): ReactNode;
export {};
