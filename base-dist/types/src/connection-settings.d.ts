import { type EngineConfig, type Profile } from '../core/index.ts';
import type { Flags } from './flags.ts';
type Variables = Readonly<Record<string, string | undefined>>;
/** Where a connection setting may come from, strongest first. */
export interface SettingSources {
    readonly flags: Pick<Flags, 'source' | 'target'>;
    readonly env: Variables;
    /** The `.env` file of the working folder. */
    readonly dotenv: Variables;
}
/** Everything that leads to the two databases. Empty strings where nothing is known. Holds secrets: memory only. */
export interface ConnectionSettings {
    readonly sourceUrl: string;
    readonly targetUrl: string;
    readonly supabase: NonNullable<EngineConfig['supabase']>;
    readonly stack?: NonNullable<EngineConfig['stack']>;
    readonly login?: NonNullable<EngineConfig['login']>;
}
/** Flags over environment over `.env` over the profile. Pure. */
export declare function resolveConnections(from: SettingSources, profile: Profile): ConnectionSettings;
/** Throws `config.invalid` where an end that is needed is not known, or is no connection string. */
export declare function requireConnections(settings: ConnectionSettings, needed: readonly ('source' | 'target')[]): void;
/** The variables of `.env` in this folder; none where there is no such file. The process's own are left alone. */
export declare function readDotenv(folder: string): Variables;
/** The profile in a JSON file. Throws `config.invalid` with the setting that is wrong; no message repeats its value. */
export declare function readProfileFile(file: string, folder: string): Profile;
export {};
