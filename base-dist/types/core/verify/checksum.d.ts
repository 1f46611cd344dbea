import type { Session } from '../postgres/session.ts';
import { type ComparedTable, type PageRange } from './compared.ts';
/** The settings that the textual form of a value depends on, and the values that both ends compute under. */
export declare const pinnedSettings: {
    readonly TimeZone: 'UTC';
    readonly DateStyle: 'ISO, MDY';
    readonly IntervalStyle: 'postgres';
    readonly bytea_output: 'hex';
    readonly extra_float_digits: '3';
    readonly lc_monetary: 'C';
    readonly xmloption: 'content';
    readonly search_path: '';
};
/**
 * Pins what text depends on, for the rest of the session; in a transaction that is rolled back, until then.
 * Throws CutoverError.
 */
export declare function pinSettings(session: Session): Promise<void>;
export interface ChecksumRequest extends ComparedTable {
    readonly mode: 'counts' | 'checksums';
    /** A part of the table by its pages; the sums of the parts that divide a table are the table's. */
    readonly pages?: PageRange | undefined;
}
export interface TableChecksum {
    readonly rows: number;
    /** A decimal number; '' where rows were only counted. */
    readonly checksum: string;
}
/** What parts of one table come to together; counts alone where they were only counted. Pure. */
export declare function sumOf(parts: readonly TableChecksum[]): TableChecksum;
/**
 * Count and checksum of one table as the session's transaction sees it. The session must have been through
 * {@link pinSettings}. Throws CutoverError, also for a row whose text is beyond the server's limit of 1 GB.
 */
export declare function tableChecksum(session: Session, request: ChecksumRequest): Promise<TableChecksum>;
/** Counts and checksums of several tables in one round trip, in the order asked for. See {@link tableChecksum}. */
export declare function tableChecksums(session: Session, requests: readonly ChecksumRequest[]): Promise<TableChecksum[]>;
