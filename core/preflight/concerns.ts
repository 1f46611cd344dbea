import type { EngineConfig } from '../config.ts';

/** True where the target keeps the schema that it has, and only rows are moved. */
export function keepsSchema(config: Pick<EngineConfig, 'options'>): boolean {
  return config.options.schema === 'existing';
}

/** True where the run makes the schema's objects on the target. */
export function makesSchema(config: Pick<EngineConfig, 'options'>): boolean {
  return !keepsSchema(config);
}

/** True where rows meet a schema that is not the source's. */
export function meetsSchema(config: Pick<EngineConfig, 'options'>): boolean {
  return config.options.schema !== 'dump';
}
