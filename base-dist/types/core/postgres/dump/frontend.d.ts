/**
 * What libpq writes, cut into protocol messages. libpq believes that it opens a connection of its own; ours is open
 * and authenticated already, so the messages of a start are answered here and everything else goes to the server.
 * Message formats: PostgreSQL documentation, "Frontend/Backend Protocol", "Message Formats".
 */
/** What one write of libpq leads to. */
export interface FrontendStep {
    /** Bytes that libpq gets without the server being asked. */
    readonly reply: Uint8Array;
    /** Whole messages for the server. */
    readonly forward: Uint8Array;
    /** How many ReadyForQuery messages the server will send for them; 0 while a message is still incomplete. */
    readonly readyForQueries: number;
}
export interface Frontend {
    push(bytes: Uint8Array): FrontendStep;
}
/**
 * `parameters` are the ParameterStatus values (`server_version`, `client_encoding`, …) of the server at the other end,
 * as they are reported to libpq.
 */
export declare function createFrontend(parameters: Readonly<Record<string, string>>): Frontend;
/** A protocol message: type byte, length that counts itself, payload. */
export declare function frame(type: string, payload: Uint8Array): Buffer;
