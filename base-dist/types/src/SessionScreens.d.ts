import { type ReactNode } from 'react';
import { type Profile, type RunOptions, type State } from '../core/index.ts';
import { type Route } from './router.ts';
import { type Session, type Sessions } from './sessions.ts';
interface Props {
    readonly route: Route;
    readonly session: Session;
    readonly state: State;
    readonly sessions: Sessions;
    /** Run options as flags gave them, before the operator's choices. */
    readonly options: RunOptions;
    readonly notice: string | undefined;
    readonly onSave: (profile: Profile) => void;
    readonly onRoute: (route: Route) => void;
    readonly onDrift: () => void;
    readonly onQuit: () => void;
}
/** The screens that work on a session. What a screen wants is a command or a change of the session. */
export declare function SessionScreens({ route, session, state, sessions, options, notice, onSave, onRoute, onDrift, onQuit, }: Props): ReactNode;
export {};
