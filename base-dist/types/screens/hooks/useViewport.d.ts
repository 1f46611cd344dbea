export interface Viewport {
    readonly columns: number;
    readonly rows: number;
    /** Lines for a screen's body, at least 1. */
    readonly bodyRows: number;
}
/** The terminal's size now, and what a screen's body has of it. */
export declare function useViewport(): Viewport;
