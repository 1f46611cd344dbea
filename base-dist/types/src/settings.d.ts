import { type EstimateRecord, type History, type Profile, type RunRecord } from '../core/index.ts';
/** What is remembered between two starts. Never a secret. */
export interface Settings {
    /** Path of the file, for messages. */
    readonly path: string;
    /** Newest first. */
    profiles(): readonly Profile[];
    /** By name; one of the same name is replaced. Passwords are taken out of its URLs. */
    saveProfile(profile: Profile): void;
    /** What runs took, newest first. */
    history(): History;
    /** A record of the same run is replaced. */
    remember(record: RunRecord): void;
    /** Newest first. */
    estimates(): readonly EstimateRecord[];
    noteEstimate(estimate: EstimateRecord): void;
}
/** A profile as it may be written to disk. Pure. */
export declare function withoutSecrets(profile: Profile): Profile;
/** `$XDG_CONFIG_HOME/cutover` where that is set; undefined for the system's own place. */
export declare function settingsFolder(env: Readonly<Record<string, string | undefined>>): string | undefined;
/**
 * Opens the settings of this user: `config.json`, 0600, in this folder or in the system's own place.
 * Throws `config.invalid` where the file cannot be read.
 */
export declare function openSettings(folder?: string): Settings;
