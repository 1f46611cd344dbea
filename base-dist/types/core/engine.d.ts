import type { EngineConfig } from './config.ts';
import type { Engine } from './commands.ts';
/** An engine for one pair of databases. Opens no connection before its first command. */
export declare function createEngine(config: EngineConfig): Engine;
