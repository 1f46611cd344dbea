/** The value of a hexadecimal digit by its character code; -1 for any other character. */
const digitValues = new Int8Array(256).fill(-1);
for (const [value, digit] of [...'0123456789abcdef'].entries()) {
  digitValues[digit.charCodeAt(0)] = value;
  digitValues[digit.toUpperCase().charCodeAt(0)] = value;
}
const digits = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));

/** Bytes of a uuid, and of its text with four dashes. */
export const uuidBytes = 16;
export const uuidTextBytes = 36;

const dash = 0x2d;

/** Words of an entry: four of the key, four of the value. */
const entryWords = 8;

/**
 * Uuids to uuids, in typed arrays: 32 bytes an entry and the slots, and no object, so that a million users take 80 MB at
 * most and the collector has nothing to walk. An open-addressing table; it is read some millions of times a second.
 */
export class UuidMap {
  /** In the order in which they came; key and value lie side by side, since they are read together. */
  #entries: Uint32Array;
  /** Positions in the order above, plus one; 0 is a free slot. */
  #slots: Int32Array;
  #size = 0;
  readonly #text = Buffer.alloc(uuidBytes);

  constructor(expected = 1024) {
    const capacity = Math.max(expected, 16);
    this.#entries = new Uint32Array(capacity * entryWords);
    this.#slots = new Int32Array(slotsFor(capacity));
  }

  get size(): number {
    return this.#size;
  }

  /** Both are uuids in their text form. The last value of a key counts. Throws RangeError for anything else. */
  set(key: string, value: string): void {
    if (this.#size * entryWords === this.#entries.length) this.#grow();
    const at = this.#size * entryWords;
    parseInto(key, this.#entries, at);
    parseInto(value, this.#entries, at + 4);
    const slot = this.#slotOf(at);
    const known = (this.#slots[slot] ?? 0) - 1;
    if (known >= 0) {
      this.#entries.copyWithin(known * entryWords + 4, at + 4, at + entryWords);
      return;
    }
    this.#size += 1;
    this.#slots[slot] = this.#size;
  }

  /** Replaces the 16 bytes of a uuid with those of its value. False, and nothing is written, where it has none. */
  rewriteBinary(bytes: Buffer, at: number): boolean {
    const slot = this.#find(word(bytes, at), word(bytes, at + 4), word(bytes, at + 8), word(bytes, at + 12));
    const found = ((this.#slots[slot] as number) - 1) * entryWords;
    if (found < 0) return false;
    for (let to = at, from = found + 4; to < at + uuidBytes; to += 4, from += 1) {
      const value = this.#entries[from] as number;
      bytes[to] = value >>> 24;
      bytes[to + 1] = value >>> 16;
      bytes[to + 2] = value >>> 8;
      bytes[to + 3] = value;
    }
    return true;
  }

  /** The same for the 36 characters of a uuid; `other` where what stands there is none. */
  rewriteText(bytes: Buffer, at: number): 'rewritten' | 'unknown' | 'other' {
    const binary = this.#text;
    for (let from = at, to = 0; to < uuidBytes; to += 1) {
      if (to === 4 || to === 6 || to === 8 || to === 10) {
        if (bytes[from] !== dash) return 'other';
        from += 1;
      }
      const high = digitValues[bytes[from] as number] as number;
      const low = digitValues[bytes[from + 1] as number] as number;
      if (high < 0 || low < 0) return 'other';
      binary[to] = high * 16 + low;
      from += 2;
    }
    if (!this.rewriteBinary(binary, 0)) return 'unknown';
    for (let from = 0, to = at; from < uuidBytes; from += 1) {
      if (from === 4 || from === 6 || from === 8 || from === 10) to += 1;
      const byte = binary[from] as number;
      bytes[to] = digits[byte >>> 4] as number;
      bytes[to + 1] = digits[byte & 15] as number;
      to += 2;
    }
    return 'rewritten';
  }

  /** The slot of a key, or the free one where it belongs. */
  #find(a: number, b: number, c: number, d: number): number {
    const entries = this.#entries;
    const slots = this.#slots;
    const mask = slots.length - 1;
    // Not all uuids are random: those with a time in them differ in a few bits, which the product spreads.
    let hash = Math.imul(
      a ^ Math.imul(b, 0x9e3779b1) ^ Math.imul(c, 0x85ebca6b) ^ Math.imul(d, 0xc2b2ae35),
      0x27d4eb2f,
    );
    hash ^= hash >>> 15;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const at = ((slots[slot] as number) - 1) * entryWords;
      if (at < 0) return slot;
      if (entries[at] === a && entries[at + 1] === b && entries[at + 2] === c && entries[at + 3] === d) return slot;
    }
  }

  #slotOf(at: number): number {
    const [a = 0, b = 0, c = 0, d = 0] = this.#entries.subarray(at, at + 4);
    return this.#find(a, b, c, d);
  }

  #grow(): void {
    const entries = new Uint32Array(this.#entries.length * 2);
    entries.set(this.#entries);
    this.#entries = entries;
    this.#slots = new Int32Array(slotsFor(entries.length / entryWords));
    for (let position = 0; position < this.#size; position += 1) {
      this.#slots[this.#slotOf(position * entryWords)] = position + 1;
    }
  }
}

function word(bytes: Buffer, at: number): number {
  return (
    (((bytes[at] as number) << 24) |
      ((bytes[at + 1] as number) << 16) |
      ((bytes[at + 2] as number) << 8) |
      (bytes[at + 3] as number)) >>>
    0
  );
}

/** A power of two, at least twice the entries: chains stay short. */
function slotsFor(capacity: number): number {
  return 2 ** Math.ceil(Math.log2(capacity * 2));
}

function parseInto(uuid: string, words: Uint32Array, at: number): void {
  const hex = uuid.replaceAll('-', '');
  if (!/^[0-9a-f]{32}$/i.test(hex)) throw new RangeError(`not a uuid: ${uuid}`);
  for (let part = 0; part < 4; part += 1) words[at + part] = Number.parseInt(hex.slice(part * 8, part * 8 + 8), 16);
}
