/** In the operator's words; `provider:NAME` is an account that the project does not take. */
export declare function noteText(note: string): string;
