import type { StackSettings } from '../config.ts';
import { createSample, sampleOwner, sampleSuperuser } from './sample.ts';
import { startServer } from './servers.ts';
import { startStackAuth } from './stack-auth.ts';

export interface DemoRequest {
  /** 1 stands for some 295,000 rows. */
  readonly scale?: number;
  /** Keeps the process, and with it the servers, alive until `stop()` or a signal. */
  readonly keep?: boolean;
  /** Starts the double of Stack Auth beside them. */
  readonly stackAuth?: boolean;
}

export interface DemoEnd {
  /** A connection URL with its password. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
}

export interface Demo {
  /** The sample project; the URL is of `postgres`, which is not a superuser there. */
  readonly source: DemoEnd;
  /** A plain, empty PostgreSQL server; the URL is of its superuser `postgres`. */
  readonly target: DemoEnd;
  /** Access to the double of Stack Auth, where one was asked for. */
  readonly stack?: StackSettings;
  /** Ends the servers and removes them. Safe to call twice. */
  stop(): Promise<void>;
}

/** Starts both servers of the demo, and fills the source. Writes nothing to the terminal. Throws `demo.server`. */
export async function startDemo({ scale = 1, keep = false, stackAuth = false }: DemoRequest = {}): Promise<Demo> {
  const starting = [startServer({ superuser: sampleSuperuser, hold: keep }), startServer({ hold: keep })] as const;
  const stackStarting = stackAuth ? startStackAuth() : undefined;
  const stop = async () => {
    await stackStarting?.then(
      (stack) => stack.stop(),
      () => undefined,
    );
    const started = await Promise.allSettled(starting);
    await Promise.all(started.flatMap((result) => (result.status === 'fulfilled' ? [result.value.stop()] : [])));
  };
  try {
    const [source, target] = await Promise.all(starting);
    await createSample(source, { scale });
    const stack = await stackStarting;
    return {
      source: { url: source.url(sampleOwner), host: source.host, port: source.port },
      target: { url: target.url(), host: target.host, port: target.port },
      ...(stack ? { stack: stack.settings } : {}),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
