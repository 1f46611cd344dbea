import type { Key as InkKey } from 'ink';
/** A key as the operator reads it, and the names of the presses that mean it (see {@link keyNames}). */
export interface KeyName {
    readonly label: string;
    readonly on: readonly string[];
}
/** Every key of the screens, in one place: a screen binds them, the key line and the help name them. */
export declare const keys: {
    readonly enter: {
        readonly label: 'Enter';
        readonly on: readonly ["enter"];
    };
    readonly back: {
        readonly label: 'Esc';
        readonly on: readonly ["esc"];
    };
    /** Named in the key line only: `movement` binds what it stands for. */
    readonly move: {
        readonly label: '↑↓';
        readonly on: readonly [];
    };
    readonly up: {
        readonly label: '↑';
        readonly on: readonly ["up", "k"];
    };
    readonly down: {
        readonly label: '↓';
        readonly on: readonly ["down", "j"];
    };
    readonly pageUp: {
        readonly label: 'PgUp';
        readonly on: readonly ["pageup"];
    };
    readonly pageDown: {
        readonly label: 'PgDn';
        readonly on: readonly ["pagedown"];
    };
    readonly first: {
        readonly label: 'Home';
        readonly on: readonly ["home"];
    };
    readonly last: {
        readonly label: 'End';
        readonly on: readonly ["end"];
    };
    readonly toggle: {
        readonly label: 'Space';
        readonly on: readonly [" "];
    };
    readonly next: {
        readonly label: 'Tab';
        readonly on: readonly ["tab"];
    };
    readonly edit: {
        readonly label: 'e';
        readonly on: readonly ["e"];
    };
    readonly again: {
        readonly label: 'r';
        readonly on: readonly ["r"];
    };
    readonly filter: {
        readonly label: '/';
        readonly on: readonly ["/"];
    };
    readonly order: {
        readonly label: 'o';
        readonly on: readonly ["o"];
    };
    readonly skipLarge: {
        readonly label: 's';
        readonly on: readonly ["s"];
    };
    readonly override: {
        readonly label: 'o';
        readonly on: readonly ["o"];
    };
    readonly go: {
        readonly label: 'g';
        readonly on: readonly ["g"];
    };
    readonly pause: {
        readonly label: 'p';
        readonly on: readonly ["p"];
    };
    readonly log: {
        readonly label: 'l';
        readonly on: readonly ["l"];
    };
    readonly retry: {
        readonly label: 't';
        readonly on: readonly ["t"];
    };
    readonly finish: {
        readonly label: 'f';
        readonly on: readonly ["f"];
    };
    readonly rollback: {
        readonly label: 'R';
        readonly on: readonly ["R"];
    };
    readonly welcome: {
        readonly label: 'w';
        readonly on: readonly ["w"];
    };
    readonly drift: {
        readonly label: 'd';
        readonly on: readonly ["d"];
    };
    readonly severity: {
        readonly label: 'v';
        readonly on: readonly ["v"];
    };
    readonly help: {
        readonly label: '?';
        readonly on: readonly ["?"];
    };
    readonly quit: {
        readonly label: 'q';
        readonly on: readonly ["q"];
    };
    readonly interrupt: {
        readonly label: 'Ctrl-C';
        readonly on: readonly ["ctrl-c"];
    };
};
/** A key with what it does now. Without a hint it works, and only the help names it. */
export interface Binding {
    readonly key: KeyName;
    /** One or two words for the key line. */
    readonly hint?: string;
    /** A sentence for the help. */
    readonly help: string;
    readonly run: () => void;
}
/** The names of what was pressed. More than one where a fast typist's keys arrive together. */
export declare function keyNames(input: string, key: InkKey): readonly string[];
/** The bindings that move a selection in a list of `count` rows. */
export declare function movement(selected: number, count: number, page: number, select: (index: number) => void): readonly Binding[];
/** The keys while a question or a countdown has them: Ctrl-C must call it off too, and nothing else. */
export declare function guardBindings(hint: string, close: () => void): readonly Binding[];
