import { type Proof } from '../inventory/identity.ts';
import { type LedgerRun } from '../ledger.ts';
import type { Session } from '../postgres/session.ts';
/** The run of the ledger, which must be `runId` where one is given. Throws `ledger.missing`. */
export declare function findRun(ledger: Session, runId: string | undefined): Promise<LedgerRun>;
export declare function refuseOtherRun(ledger: Session): Promise<void>;
/** A ledger of an earlier version lacks what this one goes by. Throws `ledger.version`. */
export declare function refuseOlder({ id, detail, toolVersion }: LedgerRun): void;
export declare function refuseFinished(run: LedgerRun): void;
export declare function refuseSameDatabase(source: Session, target: Session): Promise<Proof>;
