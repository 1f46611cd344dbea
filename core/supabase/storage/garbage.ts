import v8 from 'node:v8';
import vm from 'node:vm';

/*
 * Each read of a socket is a buffer outside of V8's heap, of which V8 sees a few words. Left to itself it lets some
 * sixty megabytes of dead buffers wait for a collection that the heap does not need, and as many again in a young
 * generation that has grown (docs/decisions/0029).
 */

type Collect = (
  options: { readonly type: 'major'; readonly flavor: 'last-resort' } | { readonly type: 'minor' },
) => void;

/** Bytes of a large file after which its dead buffers are collected. */
const collectAfterBytes = 12 * 1024 * 1024;

/** What the young generation may grow to, in bytes; it is looked at with every so many requests. */
const youngBytes = 8 * 1024 * 1024;
const requestsBetween = 64;

let collect: Collect | undefined;
let requests = 0;
let bounded = false;

/** Gives back what the young generation has grown to until now. Once for the process. */
export function shrinkYoungGeneration(): void {
  if (collect) return;
  v8.setFlagsFromString('--expose-gc');
  collect = vm.runInNewContext('gc') as Collect;
  collect({ type: 'major', flavor: 'last-resort' });
}

/** Lets the young generation grow no more once it is large enough. For every request. */
export function boundYoungGeneration(): void {
  requests += 1;
  if (bounded || requests % requestsBetween !== 0) return;
  const young = v8.getHeapSpaceStatistics().find((space) => space.space_name === 'new_space');
  if ((young?.space_size ?? 0) < youngBytes) return;
  v8.setFlagsFromString('--semi-space-growth-factor=1');
  bounded = true;
}

/** Passes a large file's bytes on, and collects its buffers on the way. */
export async function* withoutGarbage(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of content) {
    bytes += chunk.length;
    if (bytes >= collectAfterBytes) {
      bytes = 0;
      collect?.({ type: 'minor' });
    }
    yield chunk;
  }
}
