/**
 * Lets V8's young generation grow no more once it is large enough (docs/decisions/0029). To be called again and again: the
 * size is looked at until it is reached, and never after that. Below it, objects would be taken for old too soon.
 */
export declare function boundYoungGeneration(): void;
