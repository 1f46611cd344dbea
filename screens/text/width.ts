import cliTruncate from 'cli-truncate';
import stringWidth from 'string-width';

/** The text in exactly `width` columns: cut with `…` where it is longer, filled with spaces where it is shorter. */
export function fit(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  if (width <= 0) return '';
  const cut = shorten(text, width);
  const gap = ' '.repeat(Math.max(0, width - stringWidth(cut)));
  return align === 'left' ? cut + gap : gap + cut;
}

/** The text in at most `width` columns. */
export function shorten(text: string, width: number, position: 'start' | 'middle' | 'end' = 'end'): string {
  return cliTruncate(oneLine(text), Math.max(1, width), { position });
}

/** Messages of servers have line ends; a row of a screen has none. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s*[\r\n]+\s*/g, ' · ').replaceAll('\t', ' ');
}

/**
 * Breaks a text at spaces, and what is longer than a line within it, into lines of at most `width` columns; at most
 * `limit` lines, the last one cut with `…`.
 */
export function wrapLines(text: string, width: number, limit = Number.POSITIVE_INFINITY): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of oneLine(text)
    .split(/ +/)
    .flatMap((each) => brokenAt(each, width))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && stringWidth(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  if (line !== '') lines.push(line);
  if (lines.length <= limit) return lines.map((text) => shorten(text, width));
  return [
    ...lines.slice(0, limit - 1).map((text) => shorten(text, width)),
    shorten(lines.slice(limit - 1).join(' '), width),
  ];
}

/** A line in pieces of at most `width` columns, broken behind a blank where one is near; every character is kept. */
export function brokenAt(line: string, width: number): readonly string[] {
  if (stringWidth(line) <= width) return [line];
  const pieces: string[] = [];
  let [piece, taken] = ['', 0];
  for (const character of line) {
    const own = stringWidth(character);
    if (taken + own > width) {
      const blank = piece.lastIndexOf(' ') + 1;
      const cut = blank > piece.length / 2 ? blank : piece.length;
      pieces.push(piece.slice(0, cut));
      piece = piece.slice(cut);
      taken = stringWidth(piece);
    }
    piece += character;
    taken += own;
  }
  return [...pieces, piece];
}

/** Columns that a text takes in the terminal. */
export const widthOf = (text: string): number => stringWidth(text);
