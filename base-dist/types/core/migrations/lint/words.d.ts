import type { TableSize } from './types.ts';
/** `about 1,200,000 rows, 340 MB` */
export declare function sizeWords({ rows, bytes }: TableSize): string;
