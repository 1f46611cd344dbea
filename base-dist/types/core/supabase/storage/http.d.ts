/**
 * `fetch` over node:http, with what storage-js and tus-js-client use of it. A body comes as the socket's own stream, and
 * goes as a buffer or a Node stream: with Node's fetch each file costs web streams and abort signals, which made half of
 * a small file's time and most of the memory (docs/decisions/0028). One signal ends everything that is under way.
 */
export declare function httpFetch(signal: AbortSignal): typeof fetch;
