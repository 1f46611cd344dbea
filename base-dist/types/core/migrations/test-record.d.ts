import { z } from 'zod';
import type { MigrationFile } from './folder.ts';
declare const testRecordSchema: z.ZodObject<{
    v: z.ZodLiteral<1>;
    version: z.ZodString;
    name: z.ZodString;
    hash: z.ZodString;
    rollbackHash: z.ZodString;
    verdict: z.ZodEnum<{
        failed: "failed";
        passed: "passed";
    }>;
    reason: z.ZodString;
    testedAt: z.ZodString;
    against: z.ZodString;
    rows: z.ZodNumber;
    seconds: z.ZodNumber;
    toolVersion: z.ZodString;
}, z.core.$strip>;
/** What a test found, kept beside the file it is about: `testing/<name>.json`. */
export type TestRecord = z.infer<typeof testRecordSchema>;
/** `stale`: the file or its way back has changed since it passed. */
export type TestVerdict = 'passed' | 'failed' | 'stale' | 'no';
export declare function testVerdict(record: TestRecord | undefined, file: Pick<MigrationFile, 'hash'>, twin: Pick<MigrationFile, 'hash'> | undefined): TestVerdict;
/** The records of all tests, by version. One that cannot be read counts as none. */
export declare function readTestRecords(root: string): Promise<Map<string, TestRecord>>;
/** Writes a record over an older one, at once or not at all. Throws `migrations.folder`. */
export declare function writeTestRecord(root: string, record: TestRecord): Promise<void>;
export {};
