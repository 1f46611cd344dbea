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

/**
 * Uuids to uuids, in typed arrays: 34 bytes an entry and no object, so that a million users take 70 MB at most and the
 * collector has nothing to walk. An open-addressing table; it is read some millions of times a second.
 */
export class UuidMap {
  /** Four words a key and four a value, in the order in which they came. */
  #keys: Uint32Array;
  #values: Uint32Array;
  /** Positions in the order above, plus one; 0 is a free slot. */
  #slots: Int32Array;
  #size = 0;
  readonly #word = new Uint32Array(4);
  readonly #text = Buffer.alloc(uuidBytes);

  constructor(expected = 1024) {
    const capacity = Math.max(expected, 16);
    this.#keys = new Uint32Array(capacity * 4);
    this.#values = new Uint32Array(capacity * 4);
    this.#slots = new Int32Array(slotsFor(capacity));
  }

  get size(): number {
    return this.#size;
  }

  /** Both are uuids in their text form. The last value of a key counts. Throws RangeError for anything else. */
  set(key: string, value: string): void {
    if (this.#size * 4 === this.#keys.length) this.#grow();
    const at = this.#size * 4;
    parseInto(value, this.#values, at);
    parseInto(key, this.#keys, at);
    this.#word.set(this.#keys.subarray(at, at + 4));
    const slot = this.#find();
    const known = (this.#slots[slot] ?? 0) - 1;
    if (known >= 0) {
      this.#values.copyWithin(known * 4, at, at + 4);
      return;
    }
    this.#size += 1;
    this.#slots[slot] = this.#size;
  }

  /** Replaces the 16 bytes of a uuid with those of its value. False, and nothing is written, where it has none. */
  rewriteBinary(bytes: Buffer, at: number): boolean {
    const word = this.#word;
    for (let part = 0, from = at; part < 4; part += 1, from += 4) {
      word[part] =
        (((bytes[from] as number) << 24) |
          ((bytes[from + 1] as number) << 16) |
          ((bytes[from + 2] as number) << 8) |
          (bytes[from + 3] as number)) >>>
        0;
    }
    const found = (this.#slots[this.#find()] as number) - 1;
    if (found < 0) return false;
    for (let part = 0, to = at; part < 4; part += 1, to += 4) {
      const value = this.#values[found * 4 + part] as number;
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

  /** The slot of the key in #word, or the free one where it belongs. */
  #find(): number {
    const word = this.#word;
    const keys = this.#keys;
    const slots = this.#slots;
    const mask = slots.length - 1;
    const [a, b, c, d] = [word[0] as number, word[1] as number, word[2] as number, word[3] as number];
    // Not all uuids are random: those with a time in them differ in a few bits, which the product spreads.
    let hash = Math.imul(
      a ^ Math.imul(b, 0x9e3779b1) ^ Math.imul(c, 0x85ebca6b) ^ Math.imul(d, 0xc2b2ae35),
      0x27d4eb2f,
    );
    hash ^= hash >>> 15;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const at = ((slots[slot] as number) - 1) * 4;
      if (at < 0) return slot;
      if (keys[at] === a && keys[at + 1] === b && keys[at + 2] === c && keys[at + 3] === d) return slot;
    }
  }

  #grow(): void {
    const capacity = (this.#keys.length / 4) * 2;
    const [keys, values] = [new Uint32Array(capacity * 4), new Uint32Array(capacity * 4)];
    keys.set(this.#keys);
    values.set(this.#values);
    this.#keys = keys;
    this.#values = values;
    this.#slots = new Int32Array(slotsFor(capacity));
    for (let position = 0; position < this.#size; position += 1) {
      this.#word.set(keys.subarray(position * 4, position * 4 + 4));
      this.#slots[this.#find()] = position + 1;
    }
  }
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
