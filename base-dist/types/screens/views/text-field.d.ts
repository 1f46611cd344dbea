/** A line of text that is being edited. `cursor` counts characters, not columns. */
export interface TextFieldState {
    readonly value: string;
    readonly cursor: number;
}
export type TextFieldAction = {
    readonly type: 'insert';
    readonly text: string;
} | {
    readonly type: 'backspace' | 'delete' | 'left' | 'right' | 'home' | 'end' | 'clear';
};
export declare const textOf: (value: string) => TextFieldState;
/** The line after a key. Line ends in pasted text are dropped: a connection string is one line. */
export declare function editText(state: TextFieldState, action: TextFieldAction): TextFieldState;
/** The part of the line that is in sight, the cursor drawn as `▏`; every character a dot where it is a secret. */
export declare function fieldText(state: TextFieldState, width: number, masked: boolean): string;
