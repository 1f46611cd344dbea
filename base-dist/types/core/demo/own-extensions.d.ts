/**
 * The server programs with an extension folder of one's own: PostgreSQL finds `lib` and `share` from where the program
 * itself lies, so the programs are copied (9 MB) and all the rest is linked.
 */
export declare function withOwnExtensions(packaged: string, folder: string, files: readonly (readonly [string, string])[]): Promise<string>;
/** Puts files of extensions where the server in `folder` finds them; it may be running. */
export declare function addExtensionFiles(folder: string, files: readonly (readonly [string, string])[]): Promise<void>;
