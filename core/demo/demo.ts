import type { StackSettings } from '../config.ts';
import type { TargetKind } from '../supabase/managed.ts';

export interface DemoRequest {
  /** 1 stands for some 295,000 rows. */
  readonly scale?: number;
  /** What the target is: an empty PostgreSQL server, or a Supabase whose services have started. */
  readonly target?: TargetKind;
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
  /** The URL is of `postgres`: the superuser of a plain server, an ordinary role of a Supabase one. */
  readonly target: DemoEnd;
  /** Access to the double of Stack Auth, where one was asked for. */
  readonly stack?: StackSettings;
  /** Ends the servers and removes them. Safe to call twice. */
  stop(): Promise<void>;
}

/** Starts both servers of the demo, and fills the source. Writes nothing to the terminal. Throws `demo.server`. */
export async function startDemo(request: DemoRequest = {}): Promise<Demo> {
  const { scale = 1, target: kind = 'plain', keep = false, stackAuth = false } = request;
  // Whoever moves a project of their own loads nothing of the sample.
  const [{ createPlatform, createSample, sampleOwner, sampleSuperuser }, { startServer }, { startStackAuth }] =
    await Promise.all([import('./sample.ts'), import('./servers.ts'), import('./stack-auth.ts')]);
  const supabase = kind === 'supabase';
  const ofSupabase = { superuser: sampleSuperuser, hold: keep };
  const starting = [startServer(ofSupabase), startServer(supabase ? ofSupabase : { hold: keep })] as const;
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
    await Promise.all([createSample(source, { scale }), ...(supabase ? [createPlatform(target)] : [])]);
    const stack = await stackStarting;
    return {
      source: { url: source.url(sampleOwner), host: source.host, port: source.port },
      target: { url: target.url(sampleOwner), host: target.host, port: target.port },
      ...(stack ? { stack: stack.settings } : {}),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
