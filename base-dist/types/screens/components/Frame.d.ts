import { type ReactNode } from 'react';
import { type Binding } from '../keys.ts';
interface Props {
    readonly title: string;
    /** Place among the seven steps; left out for a screen that is none of them. */
    readonly step?: number;
    /** What each key does now: bound here, named in the key line and in the help. */
    readonly bindings: readonly Binding[];
    /** True while a field or a question has the keys: the frame reacts to Ctrl-C alone then. */
    readonly captured?: boolean;
    readonly children: ReactNode;
}
/** Header, body and key line, exactly as tall as the terminal whatever the body holds. */
export declare function Frame({ title, step, bindings, captured, children }: Props): ReactNode;
export {};
