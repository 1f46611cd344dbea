/** Writes a file that must not be there yet, and its folder. Throws `migrations.folder`. */
export declare function createFile(path: string, text: string): Promise<void>;
/** Writes a file as a whole: a crash leaves the old one or the new one. Throws `migrations.folder`. */
export declare function replaceFile(path: string, text: string): Promise<void>;
/**
 * Moves a file within the migration folder. False where it is there already, since another process was faster. Never
 * over another file. Throws `migrations.folder`.
 */
export declare function moveFile(root: string, from: string, to: string): Promise<boolean>;
/**
 * Adds a line to the change log, unless one is there that begins alike: a command that makes up for an earlier one may
 * add it again. Throws `migrations.folder`.
 */
export declare function logChange(root: string, beginning: string, rest: string): Promise<void>;
