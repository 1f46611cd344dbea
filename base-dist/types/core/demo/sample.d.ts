import type { EmbeddedServer } from './servers.ts';
/** The cluster's superuser on a hosted project; a server for the sample is started with it. */
export declare const sampleSuperuser = "supabase_admin";
/** The role that people connect as: not a superuser, yet it may read everything. */
export declare const sampleOwner = "postgres";
export interface SampleRequest {
    /** 1 stands for some 295,000 rows; the number of rows is linear in it. */
    readonly scale?: number;
}
/**
 * Fills the database `postgres` of a fresh server with a project as Supabase hosts it: an online shop platform on top
 * of `auth` and `storage`. The server does all the work; equal scales give equal data. Every role that logs in has the
 * server's password. The server has to have been started with `sampleSuperuser`. Throws `demo.server`.
 */
export declare function createSample(server: EmbeddedServer, { scale }?: SampleRequest): Promise<void>;
/**
 * Makes a fresh server look like a self-hosted Supabase whose services have started, with nothing of a project on it.
 * The server has to have been started with `sampleSuperuser`. Throws `demo.server`.
 */
export declare function createPlatform(server: EmbeddedServer): Promise<void>;
