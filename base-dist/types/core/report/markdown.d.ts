import type { Report } from './schema.ts';
/** report.md: the whole report for people, in the order in which they ask. Pure. */
export declare function renderMarkdown(report: Report): string;
