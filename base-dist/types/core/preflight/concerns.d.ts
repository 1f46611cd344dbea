import type { EngineConfig } from '../config.ts';
/** True where the target keeps the schema that it has, and only rows are moved. */
export declare function keepsSchema(config: Pick<EngineConfig, 'options'>): boolean;
/** True where the run makes the schema's objects on the target. */
export declare function makesSchema(config: Pick<EngineConfig, 'options'>): boolean;
/** True where rows meet a schema that is not the source's. */
export declare function meetsSchema(config: Pick<EngineConfig, 'options'>): boolean;
