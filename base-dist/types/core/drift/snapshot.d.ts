import { type SchemaModel } from './model.ts';
/** Writes a model to a file, one item a line, so that two of them can be compared by eye. Throws `config.invalid`. */
export declare function saveSnapshot(file: string, model: SchemaModel, hash: string, savedAt: Date): Promise<void>;
/** Reads what {@link saveSnapshot} wrote. Throws `config.invalid`. */
export declare function readSnapshot(file: string): Promise<SchemaModel>;
