import type { Step } from '../plan/types.ts';
import type { Session } from '../postgres/session.ts';
import { type ByHand } from './by-hand.ts';
/** What Vault and pg_cron hold, as a plan needs to know it. Contents of secrets and commands of jobs are not in it. */
export interface ServiceFacts {
    readonly vault: ServiceItems | undefined;
    readonly cron: ServiceItems | undefined;
}
export interface ServiceItems {
    /** On the source. Ids are uuids or numbers, as text. */
    readonly items: readonly {
        readonly id: string;
        readonly name: string;
    }[];
    /** Names that the target has already; undefined where it has no such service, or the role may not use it. */
    readonly present: readonly string[] | undefined;
}
/** Reads names and numbers from both ends. Nothing is written. Throws CutoverError. */
export declare function readServiceFacts(source: Session, target: Session): Promise<ServiceFacts>;
/**
 * The steps that carry secrets and jobs, one each, behind everything else: a job's command names tables. What they make
 * is only known when they are done, so their undo is written down then. Pure.
 */
export declare function serviceSteps(facts: ServiceFacts | undefined, needs: readonly string[]): Step[];
/** What is left of them for people to do. Pure. */
export declare function serviceWork({ vault, cron }: ServiceFacts): ByHand[];
