import type { IncomingMessage, ServerResponse } from 'node:http';
/** An answer that the Storage server gives instead of what was asked for. */
export declare class StorageRefusal extends Error {
    readonly name = "StorageRefusal";
    /** The code in the body; the HTTP status is another one. */
    readonly statusCode: number;
    readonly error: string;
    constructor(statusCode: number, error: string, message: string);
}
/** The refusals of the real server, with its own words. [supabase/storage, src/internal/errors/codes.ts] */
export declare const refusals: {
    readonly key: () => StorageRefusal;
    readonly bucketMissing: () => StorageRefusal;
    readonly objectMissing: () => StorageRefusal;
    readonly duplicate: () => StorageRefusal;
    readonly notEmpty: () => StorageRefusal;
    readonly tooLarge: () => StorageRefusal;
    readonly mimeType: (type: string) => StorageRefusal;
    readonly invalidKey: (key: string) => StorageRefusal;
    readonly bucketName: () => StorageRefusal;
    readonly noUpload: () => StorageRefusal;
    readonly tus: (status: number, message: string) => StorageRefusal;
    readonly fileGone: () => StorageRefusal;
    readonly route: (path: string) => StorageRefusal;
};
/** Almost every refusal travels as HTTP 400; the code that it stands for is in the body. [storage-error.ts] */
export declare function refuse(response: ServerResponse, refusal: StorageRefusal): void;
export declare function sendJson(response: ServerResponse, status: number, body: unknown): void;
/** The request's body as an object; empty where there is none. */
export declare function readJson(request: IncomingMessage): Promise<Record<string, unknown>>;
/** The text that a body or a row holds; `otherwise` where it holds none. */
export declare function textOf(value: unknown, otherwise?: string): string;
