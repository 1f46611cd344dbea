import { type Account } from './binaries.ts';
/** A fresh folder for one server, 0700, that vanishes together with this process. */
export interface ServerFolder {
    readonly path: string;
    /** Tells the guard which process to end; undefined while no server runs. */
    setPostmaster(pid: number | undefined): void;
    /** Keeps this process alive as long as the folder exists. */
    hold(): void;
    /** Ends the server that the guard knows of, and removes the folder. */
    remove(): Promise<void>;
}
/** Makes the folder and sets its guard. `account` becomes its owner. */
export declare function createServerFolder(account: Account | undefined): Promise<ServerFolder>;
