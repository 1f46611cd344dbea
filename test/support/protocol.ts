/**
 * The messages of the frontend/backend protocol 3.0 by their names, cut out of a byte stream as it passes.
 * [PostgreSQL documentation, 53.7 Message Formats]
 */

const clientNames: Readonly<Record<string, string>> = {
  B: 'Bind',
  C: 'Close',
  c: 'CopyDone',
  D: 'Describe',
  d: 'CopyData',
  E: 'Execute',
  f: 'CopyFail',
  H: 'Flush',
  P: 'Parse',
  p: 'PasswordMessage',
  Q: 'Query',
  S: 'Sync',
  X: 'Terminate',
};

const serverNames: Readonly<Record<string, string>> = {
  '1': 'ParseComplete',
  '2': 'BindComplete',
  '3': 'CloseComplete',
  A: 'NotificationResponse',
  C: 'CommandComplete',
  c: 'CopyDone',
  D: 'DataRow',
  d: 'CopyData',
  E: 'ErrorResponse',
  G: 'CopyInResponse',
  H: 'CopyOutResponse',
  I: 'EmptyQueryResponse',
  K: 'BackendKeyData',
  N: 'NoticeResponse',
  n: 'NoData',
  R: 'Authentication',
  S: 'ParameterStatus',
  s: 'PortalSuspended',
  T: 'RowDescription',
  t: 'ParameterDescription',
  Z: 'ReadyForQuery',
};

export interface Message {
  readonly name: string;
  /** Without its head; empty for CopyData, whose bytes pass as they come. */
  readonly body: Buffer;
  /** SQL of a Query or Parse, tag of a CommandComplete, state of a ReadyForQuery (`I`: no transaction is open); else empty. */
  readonly text: string;
  /** A parameter of a Startup message. */
  parameter(name: string): string | undefined;
}

export interface FollowerHandlers {
  readonly bytes: (bytes: Buffer) => void;
  /** Called where a message begins. `deliver(share)` passes on that share of it; what was passed is not repeated. */
  readonly message: (message: Message, deliver: (share: number) => void) => void;
}

const copyData = 'd'.charCodeAt(0);

/** Follows one direction of a connection without TLS. A message is held until it is whole; CopyData alone passes in pieces. */
export class MessageFollower {
  readonly #side: 'client' | 'server';
  readonly #handlers: FollowerHandlers;
  #rest: Buffer = Buffer.alloc(0);
  /** Bytes of a CopyData message that are still to come. */
  #open = 0;
  #started: boolean;

  constructor(side: 'client' | 'server', handlers: FollowerHandlers) {
    this.#side = side;
    this.#handlers = handlers;
    this.#started = side === 'server';
  }

  push(chunk: Buffer): void {
    let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    this.#rest = Buffer.alloc(0);
    while (bytes.length > 0) {
      const used = this.#take(bytes);
      if (used === 0) {
        this.#rest = bytes;
        return;
      }
      bytes = bytes.subarray(used);
    }
  }

  /** How many bytes of it were dealt with; 0 where a message is not whole yet. */
  #take(bytes: Buffer): number {
    if (this.#open > 0) {
      const part = bytes.subarray(0, this.#open);
      this.#open -= part.length;
      this.#handlers.bytes(part);
      return part.length;
    }
    const head = this.#started ? 1 : 0;
    if (bytes.length < head + 4) return 0;
    const length = head + bytes.readInt32BE(head);
    if (this.#started && bytes[0] === copyData) {
      const here = bytes.subarray(0, length);
      this.#open = length - here.length;
      this.#tell({ name: 'CopyData', body: Buffer.alloc(0) }, here);
      return here.length;
    }
    if (bytes.length < length) return 0;
    const whole = bytes.subarray(0, length);
    const body = whole.subarray(head + 4);
    if (!this.#started) {
      this.#started = true;
      this.#tell({ name: 'Startup', body }, whole);
    } else {
      const names = this.#side === 'client' ? clientNames : serverNames;
      this.#tell({ name: names[String.fromCharCode(whole[0] ?? 0)] ?? 'unknown', body }, whole);
    }
    return length;
  }

  #tell({ name, body }: { readonly name: string; readonly body: Buffer }, bytes: Buffer): void {
    let passed = 0;
    const deliver = (share: number): void => {
      const end = Math.max(passed, Math.floor(bytes.length * share));
      this.#handlers.bytes(bytes.subarray(passed, end));
      passed = end;
    };
    this.#handlers.message(
      { name, body, text: textOf(name, body), parameter: (key) => parameterOf(body, key) },
      deliver,
    );
  }
}

function textOf(name: string, body: Buffer): string {
  if (name === 'Query' || name === 'CommandComplete') return body.toString('utf8', 0, Math.max(body.indexOf(0), 0));
  if (name === 'ReadyForQuery') return body.toString('latin1');
  if (name !== 'Parse') return '';
  const begin = body.indexOf(0) + 1;
  return body.toString('utf8', begin, body.indexOf(0, begin));
}

function parameterOf(startup: Buffer, key: string): string | undefined {
  const words = startup.toString('utf8', 4).split('\0');
  for (let index = 0; index + 1 < words.length; index += 2) if (words[index] === key) return words[index + 1];
  return undefined;
}
