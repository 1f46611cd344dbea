import { z } from 'zod';
export declare const metadataFile = "metadata.json";
/**
 * How the values of a column are written, so that they come back bit for bit:
 * - `value`: as to_jsonb makes it: a number, true or false, or the type's own text;
 * - `float`: the same, but -0, which is no JSON number of the server's, is text;
 * - `array`: a JSON array, but text where its bounds do not begin at 1;
 * - `jsonb`: as it is; SQL's NULL is a key that is not there, since JSON has a null of its own;
 * - `json`: as text, since jsonb knows no blanks, no order and no key twice;
 * - `text`: by the type's output function: composites, and types of extensions, whose casts to JSON may lose something.
 */
declare const formSchema: z.ZodEnum<{
    array: "array";
    float: "float";
    json: "json";
    jsonb: "jsonb";
    text: "text";
    value: "value";
}>;
export type Form = z.infer<typeof formSchema>;
declare const sequenceSchema: z.ZodObject<{
    schema: z.ZodString;
    name: z.ZodString;
    lastValue: z.ZodString;
    isCalled: z.ZodBoolean;
}, z.core.$strip>;
declare const tableSchema: z.ZodObject<{
    schema: z.ZodString;
    name: z.ZodString;
    file: z.ZodString;
    rows: z.ZodNumber;
    bytes: z.ZodNumber;
    sha256: z.ZodString;
    checksum: z.ZodString;
    columns: z.ZodArray<z.ZodObject<{
        name: z.ZodString;
        type: z.ZodString;
        form: z.ZodEnum<{
            array: "array";
            float: "float";
            json: "json";
            jsonb: "jsonb";
            text: "text";
            value: "value";
        }>;
    }, z.core.$strip>>;
    partial: z.ZodBoolean;
    sequences: z.ZodArray<z.ZodObject<{
        schema: z.ZodString;
        name: z.ZodString;
        lastValue: z.ZodString;
        isCalled: z.ZodBoolean;
    }, z.core.$strip>>;
}, z.core.$strip>;
/** What metadata.json holds. It is written last: a folder without it is no backup. */
export declare const metadataSchema: z.ZodObject<{
    v: z.ZodLiteral<1>;
    backupId: z.ZodString;
    projectRef: z.ZodString;
    databaseName: z.ZodString;
    timestamp: z.ZodISODateTime;
    backupPath: z.ZodString;
    toolVersion: z.ZodString;
    serverVersion: z.ZodNumber;
    tables: z.ZodArray<z.ZodString>;
    rowCounts: z.ZodRecord<z.ZodString, z.ZodNumber>;
    files: z.ZodArray<z.ZodObject<{
        schema: z.ZodString;
        name: z.ZodString;
        file: z.ZodString;
        rows: z.ZodNumber;
        bytes: z.ZodNumber;
        sha256: z.ZodString;
        checksum: z.ZodString;
        columns: z.ZodArray<z.ZodObject<{
            name: z.ZodString;
            type: z.ZodString;
            form: z.ZodEnum<{
                array: "array";
                float: "float";
                json: "json";
                jsonb: "jsonb";
                text: "text";
                value: "value";
            }>;
        }, z.core.$strip>>;
        partial: z.ZodBoolean;
        sequences: z.ZodArray<z.ZodObject<{
            schema: z.ZodString;
            name: z.ZodString;
            lastValue: z.ZodString;
            isCalled: z.ZodBoolean;
        }, z.core.$strip>>;
    }, z.core.$strip>>;
}, z.core.$strip>;
export type BackupMetadata = z.infer<typeof metadataSchema>;
export type BackedUpTable = z.infer<typeof tableSchema>;
export type SequencePosition = z.infer<typeof sequenceSchema>;
/** Reads metadata.json of a backup. Throws `backup.damaged`. */
export declare function readMetadata(folder: string): Promise<BackupMetadata>;
/**
 * `auth_users.json`: the file of a table, in characters that every file system takes and that no shell reads. `taken`
 * holds the names that are given, in lower case, and gets this one. Pure but for that.
 */
export declare function fileName(schema: string, name: string, taken: Set<string>): string;
export {};
