/** A run begins with the operator's word. Throws `go.missing`. */
export declare function refuseWithoutGo(go: boolean): void;
