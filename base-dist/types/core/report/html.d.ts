import type { Report } from './schema.ts';
/** report.html: one file that needs nothing else, readable from a mail or a ticket. Pure. */
export declare function renderHtml(report: Report): string;
