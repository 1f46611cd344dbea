/** `<schema>_before_<runId>`: what a schema that is in the way is called until finalize or rollback. */
export declare function setAsideName(schema: string, runId: string): string;
