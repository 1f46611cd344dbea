import prettyBytes from 'pretty-bytes';
import { grouped } from '../../core/index.ts';

/** Bytes in the operator's words, in three digits: `1.23 GB`. Powers of 1000, as disks are sold. */
export function sizeText(bytes: number): string {
  return bytes < 1000 ? `${Math.round(bytes)} B` : prettyBytes(bytes);
}

/** A number of rows with its thousands apart: `1,234,567`. */
export function countText(count: number): string {
  return grouped(count);
}

/** A rate in bytes a second; a dash where nothing moves. */
export function rateText(bytesPerSecond: number): string {
  return bytesPerSecond >= 1 ? `${sizeText(Math.round(bytesPerSecond))}/s` : '–';
}

/** A share of 0 to 1 as whole per cent. Never 100% before all of it is done, never 0% of something. */
export function percentText(share: number): string {
  if (!(share > 0)) return '0%';
  if (share >= 1) return '100%';
  return `${Math.min(99, Math.max(1, Math.round(share * 100)))}%`;
}

/** Understands `500 MB`, `2gb`, `1.5 GiB`, `1000`; undefined for anything else. */
export function parseSize(text: string): number | undefined {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([kmgt]?)(i?)b?\s*$/i.exec(text);
  if (match === null) return undefined;
  const [, digits = '', unit = '', binary = ''] = match;
  const power = ['', 'k', 'm', 'g', 't'].indexOf(unit.toLowerCase());
  const size = Number(digits) * (binary === '' ? 1000 : 1024) ** power;
  return size > 0 ? Math.round(size) : undefined;
}

/** `1 table`, `2 tables`. */
export function plural(count: number, word: string): string {
  return `${countText(count)} ${word}${count === 1 ? '' : 's'}`;
}
