import type { Inventory } from '../inventory/types.ts';
import { type Measured } from './sample.ts';
import type { ServiceRates } from './services.ts';
import type { StepCosts } from './simulate.ts';
/** What steps cost by the figures of a sample. Pure. `wholeSeconds`: a look at all catalogs of a database. */
export declare function sampleCosts(source: Inventory, rows: ReadonlyMap<string, number>, measured: Measured, services: ServiceRates, wholeSeconds: number, jobs: number): StepCosts;
