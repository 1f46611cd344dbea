/** A verdict behind the word that it comes to, which is not said twice: `VERIFIED: 50 tables …`, `VERIFIED in part: …`. */
export declare function headline(word: string, verdict: string): string;
