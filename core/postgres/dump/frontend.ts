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

const SSL_REQUEST = 80877103;
const GSSENC_REQUEST = 80877104;
const CANCEL_REQUEST = 80877102;
const QUERY = 'Q'.charCodeAt(0);
const SYNC = 'S'.charCodeAt(0);
const FUNCTION_CALL = 'F'.charCodeAt(0);
const TERMINATE = 'X'.charCodeAt(0);

/**
 * `parameters` are the ParameterStatus values (`server_version`, `client_encoding`, …) of the server at the other end,
 * as they are reported to libpq.
 */
export function createFrontend(parameters: Readonly<Record<string, string>>): Frontend {
  let pending = Buffer.alloc(0);
  let started = false;

  function push(bytes: Uint8Array): FrontendStep {
    // The bytes are a window on WebAssembly memory, which libpq overwrites with its next message: always a copy.
    pending = Buffer.concat([pending, bytes]);
    const replies: Uint8Array[] = [];
    const forwards: Uint8Array[] = [];
    let readyForQueries = 0;
    for (let message = takeMessage(); message !== undefined; message = takeMessage()) {
      if (!started) {
        replies.push(answerStart(message));
        continue;
      }
      const type = message[0];
      if (type === TERMINATE) continue;
      forwards.push(message);
      if (type === QUERY || type === SYNC || type === FUNCTION_CALL) readyForQueries += 1;
    }
    return { reply: Buffer.concat(replies), forward: Buffer.concat(forwards), readyForQueries };
  }

  /** The next whole message; those of a start have no type byte. */
  function takeMessage(): Buffer | undefined {
    const typeBytes = started ? 1 : 0;
    if (pending.length < typeBytes + 4) return undefined;
    const length = typeBytes + pending.readInt32BE(typeBytes);
    if (pending.length < length) return undefined;
    const message = pending.subarray(0, length);
    pending = pending.subarray(length);
    return message;
  }

  function answerStart(message: Buffer): Uint8Array {
    const code = message.readInt32BE(4);
    if (code === SSL_REQUEST || code === GSSENC_REQUEST) return Buffer.from('N');
    if (code === CANCEL_REQUEST) return Buffer.alloc(0);
    started = true;
    return welcome(parameters);
  }

  return { push };
}

/** AuthenticationOk, a ParameterStatus each, BackendKeyData, ReadyForQuery. */
function welcome(parameters: Readonly<Record<string, string>>): Uint8Array {
  const statuses = Object.entries(parameters).map(([name, value]) => frame('S', Buffer.from(`${name}\0${value}\0`)));
  return Buffer.concat([
    frame('R', Buffer.alloc(4)),
    ...statuses,
    frame('K', Buffer.alloc(8)),
    frame('Z', Buffer.from('I')),
  ]);
}

/** A protocol message: type byte, length that counts itself, payload. */
export function frame(type: string, payload: Uint8Array): Buffer {
  const message = Buffer.alloc(5 + payload.length);
  message.write(type, 0, 'latin1');
  message.writeInt32BE(4 + payload.length, 1);
  message.set(payload, 5);
  return message;
}
