/** What Prisma's own reading of a schema leaves out, and what is therefore taken from the text: plain data. */
export interface Block {
    readonly keyword: 'model' | 'view' | 'enum' | 'datasource';
    readonly name: string;
    /** `@@map` */
    readonly mapped: string | undefined;
    /** `@@schema` */
    readonly schema: string | undefined;
    /** `@@ignore` */
    readonly ignored: boolean;
    readonly fields: ReadonlyMap<string, BlockField>;
    /** The lines of a datasource, by key. */
    readonly settings: ReadonlyMap<string, string>;
}
export interface BlockField {
    /** `@map` */
    readonly mapped: string | undefined;
    /** `@ignore` */
    readonly ignored: boolean;
    /** `Unsupported("…")`: the type's name in the database. */
    readonly unsupported: string | undefined;
    readonly optional: boolean;
    /** `@relation(map: …)`, the name of the foreign key. */
    readonly foreignKey: string | undefined;
    readonly onUpdate: string | undefined;
}
/** Reads the blocks of a schema that Prisma has accepted. A line is an attribute, a field, or of no interest. Pure. */
export declare function readBlocks(text: string): Block[];
