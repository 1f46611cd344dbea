import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineEvent } from '../events.ts';

/** The events that a run's folder has, in their order, without a look at their form: they are this tool's own. */
export function* recordedEvents(folder: string): Generator<EngineEvent> {
  let text: string;
  try {
    text = readFileSync(join(folder, 'events.ndjson'), 'utf8');
  } catch {
    // A run's first process, or a folder that cannot be read, which the journal has warned of.
    return;
  }
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf('\n', start);
    const line = text.slice(start, end === -1 ? text.length : end);
    start = end === -1 ? text.length : end + 1;
    try {
      const event = JSON.parse(line) as EngineEvent;
      if (typeof event.at === 'string' && typeof event.type === 'string') yield event;
    } catch {
      // A crash may have cut a line off.
    }
  }
}
