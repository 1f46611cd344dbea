import { createHash } from 'node:crypto';

/** A migration's text as it is parsed, hashed and run: UTF-8, without a byte order mark, lines ended by a line feed. */
export interface DecodedText {
  readonly text: string;
  /** What is wrong with the bytes, in the operator's words. The text is empty where it could not be decoded. */
  readonly complaint: string | undefined;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Bytes of a file as text. Never throws: what is wrong comes back as a complaint. */
export function decodeText(bytes: Uint8Array): DecodedText {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return { text: '', complaint: 'is UTF-16; save it as UTF-8' };
  }
  let decoded: string;
  try {
    decoded = utf8.decode(bytes);
  } catch {
    const at = lineOfBadByte(bytes);
    return { text: '', complaint: `is not UTF-8: line ${at} has bytes of another encoding; save it as UTF-8` };
  }
  if (decoded.includes('\0')) return { text: '', complaint: 'has a NUL character, which no PostgreSQL takes' };
  return { text: decoded.replaceAll('\r\n', '\n'), complaint: undefined };
}

/** The first line that is not UTF-8, from 1: a line feed is never part of another character. */
function lineOfBadByte(bytes: Uint8Array): number {
  let line = 1;
  for (let begin = 0; begin < bytes.length; line += 1) {
    const next = bytes.indexOf(0x0a, begin);
    const end = next < 0 ? bytes.length : next + 1;
    try {
      utf8.decode(bytes.subarray(begin, end));
    } catch {
      return line;
    }
    begin = end;
  }
  return line;
}

/** SHA-256 of a decoded text, in hex: the same on machines that check files out with other line ends. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
