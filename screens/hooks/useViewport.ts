import { useWindowSize } from 'ink';

/** Lines of the frame around a body: two of header, a rule, a rule, the keys. */
const chromeRows = 5;

export interface Viewport {
  readonly columns: number;
  readonly rows: number;
  /** Lines for a screen's body, at least 1. */
  readonly bodyRows: number;
}

/** The terminal's size now, and what a screen's body has of it. */
export function useViewport(): Viewport {
  const { columns, rows } = useWindowSize();
  return { columns, rows, bodyRows: Math.max(1, rows - chromeRows) };
}
