/** A sign, its word and its colour. The sign and the word say everything that the colour says. */
export interface Mark {
    readonly sign: string;
    readonly word: string;
    readonly color: 'green' | 'yellow' | 'red' | 'cyan' | 'gray';
}
export declare const marks: {
    readonly good: {
        readonly sign: '✔';
        readonly word: 'ok';
        readonly color: 'green';
    };
    readonly warning: {
        readonly sign: '⚠';
        readonly word: 'warning';
        readonly color: 'yellow';
    };
    readonly bad: {
        readonly sign: '✖';
        readonly word: 'blocker';
        readonly color: 'red';
    };
    readonly skipped: {
        readonly sign: '–';
        readonly word: 'skipped';
        readonly color: 'yellow';
    };
    readonly waiting: {
        readonly sign: '·';
        readonly word: 'waiting';
        readonly color: 'gray';
    };
    readonly running: {
        readonly sign: '▸';
        readonly word: 'running';
        readonly color: 'cyan';
    };
};
/** The mark of a check. A check that was skipped is never green. */
export declare function checkMark(check: {
    readonly state: 'running' | 'pass' | 'fail' | 'skip';
    readonly severity: 'blocker' | 'warning' | 'info';
}): Mark;
/** The mark of a piece of work. */
export declare function workMark(state: 'waiting' | 'running' | 'done' | 'failed'): Mark;
