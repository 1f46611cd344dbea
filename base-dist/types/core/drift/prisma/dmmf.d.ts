import { z } from 'zod';
declare const field: z.ZodObject<{
    name: z.ZodString;
    dbName: z.ZodOptional<z.ZodNullable<z.ZodString>>;
    kind: z.ZodString;
    isList: z.ZodBoolean;
    isRequired: z.ZodBoolean;
    isId: z.ZodBoolean;
    type: z.ZodString;
    nativeType: z.ZodOptional<z.ZodNullable<z.ZodTuple<[z.ZodString, z.ZodArray<z.ZodString>], null>>>;
    default: z.ZodOptional<z.ZodUnion<readonly [z.ZodUnion<readonly [z.ZodString, z.ZodNumber, z.ZodBoolean]>, z.ZodArray<z.ZodUnion<readonly [z.ZodString, z.ZodNumber, z.ZodBoolean]>>, z.ZodObject<{
        name: z.ZodString;
        args: z.ZodArray<z.ZodUnknown>;
    }, z.core.$strip>]>>;
    isUpdatedAt: z.ZodOptional<z.ZodBoolean>;
    relationName: z.ZodOptional<z.ZodString>;
    relationFromFields: z.ZodOptional<z.ZodArray<z.ZodString>>;
    relationToFields: z.ZodOptional<z.ZodArray<z.ZodString>>;
    relationOnDelete: z.ZodOptional<z.ZodString>;
}, z.core.$strip>;
declare const model: z.ZodObject<{
    name: z.ZodString;
    dbName: z.ZodOptional<z.ZodNullable<z.ZodString>>;
    schema: z.ZodOptional<z.ZodNullable<z.ZodString>>;
    fields: z.ZodArray<z.ZodObject<{
        name: z.ZodString;
        dbName: z.ZodOptional<z.ZodNullable<z.ZodString>>;
        kind: z.ZodString;
        isList: z.ZodBoolean;
        isRequired: z.ZodBoolean;
        isId: z.ZodBoolean;
        type: z.ZodString;
        nativeType: z.ZodOptional<z.ZodNullable<z.ZodTuple<[z.ZodString, z.ZodArray<z.ZodString>], null>>>;
        default: z.ZodOptional<z.ZodUnion<readonly [z.ZodUnion<readonly [z.ZodString, z.ZodNumber, z.ZodBoolean]>, z.ZodArray<z.ZodUnion<readonly [z.ZodString, z.ZodNumber, z.ZodBoolean]>>, z.ZodObject<{
            name: z.ZodString;
            args: z.ZodArray<z.ZodUnknown>;
        }, z.core.$strip>]>>;
        isUpdatedAt: z.ZodOptional<z.ZodBoolean>;
        relationName: z.ZodOptional<z.ZodString>;
        relationFromFields: z.ZodOptional<z.ZodArray<z.ZodString>>;
        relationToFields: z.ZodOptional<z.ZodArray<z.ZodString>>;
        relationOnDelete: z.ZodOptional<z.ZodString>;
    }, z.core.$strip>>;
    primaryKey: z.ZodOptional<z.ZodNullable<z.ZodObject<{
        fields: z.ZodArray<z.ZodString>;
    }, z.core.$strip>>>;
}, z.core.$strip>;
declare const index: z.ZodObject<{
    model: z.ZodString;
    type: z.ZodString;
    dbName: z.ZodOptional<z.ZodString>;
    algorithm: z.ZodOptional<z.ZodString>;
    fields: z.ZodArray<z.ZodObject<{
        name: z.ZodString;
        sortOrder: z.ZodOptional<z.ZodString>;
        operatorClass: z.ZodOptional<z.ZodString>;
    }, z.core.$strip>>;
}, z.core.$strip>;
/** What cutover needs of Prisma's data model; fields that later versions add are passed over. */
declare const dmmfSchema: z.ZodObject<{
    datamodel: z.ZodObject<{
        enums: z.ZodArray<z.ZodObject<{
            name: z.ZodString;
            dbName: z.ZodOptional<z.ZodNullable<z.ZodString>>;
            values: z.ZodArray<z.ZodObject<{
                name: z.ZodString;
                dbName: z.ZodOptional<z.ZodNullable<z.ZodString>>;
            }, z.core.$strip>>;
        }, z.core.$strip>>;
        models: z.ZodArray<z.ZodObject<{
            name: z.ZodString;
            dbName: z.ZodOptional<z.ZodNullable<z.ZodString>>;
            schema: z.ZodOptional<z.ZodNullable<z.ZodString>>;
            fields: z.ZodArray<z.ZodObject<{
                name: z.ZodString;
                dbName: z.ZodOptional<z.ZodNullable<z.ZodString>>;
                kind: z.ZodString;
                isList: z.ZodBoolean;
                isRequired: z.ZodBoolean;
                isId: z.ZodBoolean;
                type: z.ZodString;
                nativeType: z.ZodOptional<z.ZodNullable<z.ZodTuple<[z.ZodString, z.ZodArray<z.ZodString>], null>>>;
                default: z.ZodOptional<z.ZodUnion<readonly [z.ZodUnion<readonly [z.ZodString, z.ZodNumber, z.ZodBoolean]>, z.ZodArray<z.ZodUnion<readonly [z.ZodString, z.ZodNumber, z.ZodBoolean]>>, z.ZodObject<{
                    name: z.ZodString;
                    args: z.ZodArray<z.ZodUnknown>;
                }, z.core.$strip>]>>;
                isUpdatedAt: z.ZodOptional<z.ZodBoolean>;
                relationName: z.ZodOptional<z.ZodString>;
                relationFromFields: z.ZodOptional<z.ZodArray<z.ZodString>>;
                relationToFields: z.ZodOptional<z.ZodArray<z.ZodString>>;
                relationOnDelete: z.ZodOptional<z.ZodString>;
            }, z.core.$strip>>;
            primaryKey: z.ZodOptional<z.ZodNullable<z.ZodObject<{
                fields: z.ZodArray<z.ZodString>;
            }, z.core.$strip>>>;
        }, z.core.$strip>>;
        indexes: z.ZodDefault<z.ZodArray<z.ZodObject<{
            model: z.ZodString;
            type: z.ZodString;
            dbName: z.ZodOptional<z.ZodString>;
            algorithm: z.ZodOptional<z.ZodString>;
            fields: z.ZodArray<z.ZodObject<{
                name: z.ZodString;
                sortOrder: z.ZodOptional<z.ZodString>;
                operatorClass: z.ZodOptional<z.ZodString>;
            }, z.core.$strip>>;
        }, z.core.$strip>>>;
    }, z.core.$strip>;
}, z.core.$strip>;
export type Dmmf = z.infer<typeof dmmfSchema>['datamodel'];
export type DmmfModel = z.infer<typeof model>;
export type DmmfField = z.infer<typeof field>;
export type DmmfIndex = z.infer<typeof index>;
/** A file of a Prisma schema: its name in messages, and its text. */
export type PrismaFile = readonly [string, string];
/** Reads a schema by Prisma's own parser. Throws `config.invalid` with what that says. */
export declare function readDmmf(files: readonly PrismaFile[]): Promise<Dmmf>;
export {};
