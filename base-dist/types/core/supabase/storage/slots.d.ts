/** So many transfers at once, whoever asks for them; first come, first served. */
export declare class Slots {
    #private;
    constructor(count: number);
    use<T>(work: () => Promise<T>): Promise<T>;
}
