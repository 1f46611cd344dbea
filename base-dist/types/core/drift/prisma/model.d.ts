import { type SchemaModel } from '../model.ts';
import { type Block } from './blocks.ts';
import { type Dmmf, type PrismaFile } from './dmmf.ts';
/** Reads a Prisma schema into the model. Throws `config.invalid`. */
export declare function readPrisma(files: readonly PrismaFile[], label: string): Promise<SchemaModel>;
/** Pure: Prisma's reading and what its text says beyond that, as a model. */
export declare function prismaModel(dmmf: Dmmf, blocks: readonly Block[], label: string): SchemaModel;
