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

let collect: Collect | undefined;

/** Gives back what the young generation has grown to until now. Once for the process. */
export function shrinkYoungGeneration(): void {
  if (collect) return;
  v8.setFlagsFromString('--expose-gc');
  collect = vm.runInNewContext('gc') as Collect;
  collect({ type: 'major', flavor: 'last-resort' });
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
