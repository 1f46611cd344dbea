import prettyBytes from 'pretty-bytes';
import { grouped } from '../../numbers.ts';
import type { TableSize } from './types.ts';

/** `about 1,200,000 rows, 340 MB` */
export function sizeWords({ rows, bytes }: TableSize): string {
  return `about ${grouped(rows)} rows, ${prettyBytes(bytes, { maximumFractionDigits: 0 })}`;
}
