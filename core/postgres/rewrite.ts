import { CutoverError } from '../errors.ts';
import { uuidBytes, type UuidMap, uuidTextBytes } from './uuid-map.ts';
import { backend } from './wire.ts';

export interface RewriteRequest {
  readonly format: 'binary' | 'text';
  /** The first columns of each row, with the names that an error gives them. */
  readonly columns: readonly { readonly name: string; readonly form: 'uuid' | 'text' }[];
  readonly map: UuidMap;
}

/** `PGCOPY\n\377\r\n\0`, flags, and the length of what extends it. [PostgreSQL documentation, COPY, Binary Format] */
const signatureBytes = 19;

/** Enough for each unit that must be seen as a whole: a text field with the character that ends it. */
const carryBytes = 64;

const tab = 0x09;
const newline = 0x0a;

/** What the next bytes are. */
const units = { head: 0, signature: 1, count: 2, length: 3, value: 4, field: 5, rest: 6, skip: 7 } as const;
type Unit = (typeof units)[keyof typeof units];

/**
 * Replaces ids in a COPY stream in place: no value changes its length, so that the bytes go on as they came, and only
 * the first columns of each row are looked at. The stream may be cut anywhere. A unit of a few bytes (a message's head,
 * a length, an id) that is not whole is held back until it is; everything else is handed on at once.
 */
export class RowRewriter {
  readonly #format: 'binary' | 'text';
  readonly #columns: RewriteRequest['columns'];
  readonly #map: UuidMap;
  readonly #carry = Buffer.alloc(carryBytes);
  #held = 0;
  #unit: Unit = units.head;
  /** Bytes of the message that are still to come. */
  #frame = 0;
  /** Bytes to pass over, and what follows them. */
  #skip = 0;
  #field = 0;
  #signed = false;

  constructor(request: RewriteRequest) {
    this.#format = request.format;
    this.#columns = request.columns;
    this.#map = request.map;
  }

  /** Bytes that were taken and not handed on yet. */
  get held(): number {
    return this.#held;
  }

  /**
   * Takes the next CopyData and CopyDone messages, or a part of them, and hands them on, rewritten in the memory in
   * which they came. Throws `copy.unmapped-user` for an id that the map does not have.
   */
  push(bytes: Buffer, forward: (bytes: Buffer) => void): void {
    let at = 0;
    while (this.#held > 0) {
      const wanted = this.#wanted();
      const taken = Math.min(wanted - this.#held, bytes.length - at);
      if (taken > 0) {
        bytes.copy(this.#carry, this.#held, at, at + taken);
        this.#held += taken;
        at += taken;
      }
      if (this.#held < wanted) return;
      const used = this.#step(this.#carry, 0, this.#held);
      forward(Buffer.from(this.#carry.subarray(0, used)));
      this.#carry.copyWithin(0, used, this.#held);
      this.#held -= used;
    }
    const start = at;
    const end = bytes.length;
    while (at < end) {
      const row = this.#unit === units.head && this.#signed ? this.#wholeRow(bytes, at, end) : 0;
      if (row > 0) {
        at += row;
        continue;
      }
      if (end - at < this.#wanted()) {
        this.#held = bytes.copy(this.#carry, 0, at, end);
        break;
      }
      at += this.#step(bytes, at, end);
    }
    if (at > start) forward(bytes.subarray(start, at));
  }

  /** The common case, without the detour over units: a binary row that has arrived as a whole; 0 for anything else. */
  #wholeRow(bytes: Buffer, at: number, end: number): number {
    if (end - at < 7 || bytes[at] !== backend.copyData) return 0;
    const next = at + 1 + bytes.readUInt32BE(at + 1);
    if (next > end || (bytes[at + 5] as number) >= 0x80) return 0;
    let position = at + 7;
    for (this.#field = 0; this.#field < this.#columns.length; this.#field += 1) {
      const length = bytes.readInt32BE(position);
      position += 4;
      if (length < 0) continue;
      const size = this.#idBytes();
      if (length === size) this.#replace(bytes, position, size === uuidTextBytes);
      else if (size === uuidBytes) throw notUuid(this.#columns[this.#field]?.name ?? '');
      position += length;
    }
    return next - at;
  }

  /** Length of an id in the field under way, in binary. */
  #idBytes(): number {
    return this.#columns[this.#field]?.form === 'text' ? uuidTextBytes : uuidBytes;
  }

  #replace(bytes: Buffer, at: number, text: boolean): void {
    const known = text ? this.#map.rewriteText(bytes, at) !== 'unknown' : this.#map.rewriteBinary(bytes, at);
    if (!known) throw this.#unmapped(bytes, at, text);
  }

  /** Bytes without which the next unit cannot be read. */
  #wanted(): number {
    switch (this.#unit) {
      case units.head:
        return 5;
      case units.signature:
        return signatureBytes;
      case units.count:
        return 2;
      case units.length:
        return 4;
      case units.value:
        return this.#idBytes();
      case units.field:
        return Math.min(uuidTextBytes + 1, this.#frame);
      default:
        return 1;
    }
  }

  /** Reads one unit and says how many bytes it was. */
  #step(bytes: Buffer, at: number, end: number): number {
    switch (this.#unit) {
      case units.head: {
        this.#frame = bytes.readUInt32BE(at + 1) - 4;
        if (bytes[at] === backend.copyData && this.#frame > 0) this.#beginRow();
        return 5;
      }
      case units.signature: {
        this.#signed = true;
        this.#frame -= signatureBytes;
        this.#passOver(bytes.readUInt32BE(at + 15), units.count);
        return signatureBytes;
      }
      case units.count: {
        this.#frame -= 2;
        // -1 is the trailer, behind the last row.
        if (bytes.readInt16BE(at) < 0) this.#passOver(this.#frame, units.head);
        else this.#unit = units.length;
        return 2;
      }
      case units.length: {
        this.#frame -= 4;
        this.#measure(bytes.readInt32BE(at));
        return 4;
      }
      case units.value: {
        const size = this.#idBytes();
        this.#replace(bytes, at, size === uuidTextBytes);
        this.#frame -= size;
        this.#nextField();
        return size;
      }
      case units.field:
        return this.#textField(bytes, at);
      case units.rest:
        return this.#restOfField(bytes, at, end);
      case units.skip: {
        const passed = Math.min(this.#skip, end - at);
        this.#skip -= passed;
        if (this.#skip === 0) this.#unit = this.#after;
        return passed;
      }
    }
  }

  #after: Unit = units.head;

  #passOver(count: number, after: Unit): void {
    this.#skip = count;
    this.#after = after;
    this.#frame -= count;
    // A message that ends with what was read begins no further unit.
    if (this.#frame <= 0) this.#after = units.head;
    this.#unit = count > 0 ? units.skip : this.#after;
  }

  #beginRow(): void {
    this.#field = 0;
    if (this.#format === 'text') this.#unit = units.field;
    else this.#unit = this.#signed ? units.count : units.signature;
  }

  #nextField(): void {
    this.#field += 1;
    if (this.#field === this.#columns.length) this.#passOver(this.#frame, units.head);
    else this.#unit = this.#format === 'text' ? units.field : units.length;
  }

  /** A field of binary COPY, by its length; -1 is NULL. */
  #measure(length: number): void {
    const column = this.#columns[this.#field];
    if (length === this.#idBytes()) {
      this.#unit = units.value;
      return;
    }
    if (column?.form === 'uuid' && length >= 0) throw notUuid(column.name);
    if (length <= 0) this.#nextField();
    else {
      const last = this.#field + 1 === this.#columns.length;
      this.#field += 1;
      this.#passOver(last ? this.#frame : length, last ? units.head : units.length);
    }
  }

  /** The beginning of a field of text COPY. Neither a uuid nor NULL has a character that is escaped. */
  #textField(bytes: Buffer, at: number): number {
    const column = this.#columns[this.#field];
    const mark = bytes[at + uuidTextBytes];
    if (this.#frame > uuidTextBytes && (mark === tab || mark === newline)) {
      const found = this.#map.rewriteText(bytes, at);
      if (found === 'unknown') throw this.#unmapped(bytes, at, true);
      if (found === 'rewritten') {
        this.#frame -= uuidTextBytes + 1;
        this.#nextField();
        return uuidTextBytes + 1;
      }
    }
    if (column?.form === 'uuid' && bytes[at] !== 0x5c) throw notUuid(column.name);
    this.#unit = units.rest;
    return 0;
  }

  /** Up to the end of a field that is none of ours. A tab inside of a value is escaped, so that a bare one parts fields. */
  #restOfField(bytes: Buffer, at: number, end: number): number {
    const limit = Math.min(end, at + this.#frame);
    let next = at;
    while (next < limit && bytes[next] !== tab) next += 1;
    const used = next < limit ? next - at + 1 : limit - at;
    this.#frame -= used;
    if (next < limit) this.#nextField();
    else if (this.#frame === 0) this.#unit = units.head;
    return used;
  }

  #unmapped(bytes: Buffer, at: number, text: boolean): CutoverError {
    const id = text
      ? bytes.toString('latin1', at, at + uuidTextBytes)
      : hyphened(bytes.toString('hex', at, at + uuidBytes));
    return new CutoverError(
      'copy.unmapped-user',
      `${this.#columns[this.#field]?.name} holds ${id}, which is no user's id`,
      {
        hint: 'Mend the row on the source, or set unmappedUserIds to null in the profile, and start again.',
      },
    );
  }
}

function hyphened(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function notUuid(name: string): CutoverError {
  return new CutoverError('copy.failed', `${name} holds a value that is no uuid`, {
    hint: "Take it out of userIdColumns in the profile: only uuids, and texts that hold them, can be users' ids.",
  });
}
