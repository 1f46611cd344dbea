export type Direction = 'apply' | 'rollback';
/** What a command on migrations tells while it is at work. Plain data, without secrets. */
export type MigrationEvent = 
/** A move that an earlier command did not come to is made up for, or a file goes where its state says. */
{
    readonly type: 'migrations.moved';
    readonly name: string;
    readonly from: string;
    readonly to: string;
    readonly because: string;
}
/** A part of the work is done; `seconds` is how long it took. */
 | {
    readonly type: 'migrations.step';
    readonly name: string;
    readonly step: string;
    readonly detail: string;
    readonly seconds: number;
}
/** A statement was run. `locks` are those that the transaction holds after it and did not before. */
 | {
    readonly type: 'migrations.statement';
    readonly name: string;
    /** From 1. */
    readonly index: number;
    readonly of: number;
    readonly line: number;
    /** Its first words. */
    readonly sql: string;
    readonly seconds: number;
    readonly locks: readonly string[];
}
/** A lock was not to be had in time; everything was taken back, and is tried again after a pause. */
 | {
    readonly type: 'migrations.waiting';
    readonly name: string;
    readonly attempt: number;
    readonly of: number;
    readonly pauseSeconds: number;
    /** Sessions that hold a lock on the tables concerned, in the operator's words. */
    readonly holders: readonly string[];
} | {
    readonly type: 'migrations.notice';
    readonly name: string;
    readonly message: string;
};
export type Tell = (event: MigrationEvent) => void;
