import { type Profile } from '../core/index.ts';
import type { House } from './house.ts';
import type { Program } from './program.ts';
import type { Settings } from './settings.ts';
/** The wizard's port over settings, environment and engine. `named` is the profile that flags ask for. */
export declare function createProgram(house: House, settings: Settings, named: Profile | undefined): Program;
