export interface Piece {
    readonly kind: 'comment' | 'statement';
    readonly text: string;
}
/**
 * Cuts SQL at its top level: the comments between statements, and each statement up to and with its semicolon.
 * psql's own commands (lines that begin with a backslash) are left out.
 */
export declare function topLevelPieces(text: string): Generator<Piece>;
