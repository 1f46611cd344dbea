import type { EngineConfig, StackSettings } from '../config.ts';
import { connect } from '../postgres/session.ts';
import type { TargetKind } from '../supabase/managed.ts';
import type { EmbeddedServer } from './servers.ts';
import type { StorageApi } from './storage-api.ts';

export interface DemoRequest {
  /** 1 stands for some 295,000 rows. */
  readonly scale?: number;
  /** What the target is: an empty PostgreSQL server, or a Supabase whose services have started. */
  readonly target?: TargetKind;
  /** Keeps the process, and with it the servers, alive until `stop()` or a signal. */
  readonly keep?: boolean;
  /**
   * Makes the sample's files real, a few hundred small ones, behind a double of the Storage API; `api` gives the target
   * one too, and makes it a Supabase. Without it the sample has rows of files alone, and nobody can move these.
   */
  readonly storage?: 'api' | 'directory' | undefined;
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
  /** An account of the sample whose password is known. */
  readonly login: NonNullable<EngineConfig['login']>;
  /** Access to the double of Stack Auth, where one was asked for. */
  readonly stack?: StackSettings;
  /** Access to the doubles of the Storage API, where they were asked for. */
  readonly supabase?: NonNullable<EngineConfig['supabase']>;
  /** Ends the servers and removes them. Safe to call twice. */
  stop(): Promise<void>;
}

/** Starts both servers of the demo, and fills the source. Writes nothing to the terminal. Throws `demo.server`. */
export async function startDemo(request: DemoRequest = {}): Promise<Demo> {
  const { scale = 1, keep = false, stackAuth = false, storage } = request;
  const kind = request.target ?? (storage === 'api' ? 'supabase' : 'plain');
  // Whoever moves a project of their own loads nothing of the sample.
  const [
    { createPlatform, createSample, sampleOwner, sampleSuperuser },
    { startServer },
    { startStackAuth },
    { sampleLogin },
  ] = await Promise.all([
    import('./sample.ts'),
    import('./servers.ts'),
    import('./stack-auth.ts'),
    import('./sample/auth-rows.ts'),
  ]);
  const supabase = kind === 'supabase';
  const ofSupabase = { superuser: sampleSuperuser, hold: keep };
  const starting = [startServer(ofSupabase), startServer(supabase ? ofSupabase : { hold: keep })] as const;
  const stackStarting = stackAuth ? startStackAuth() : undefined;
  const apis: StorageApi[] = [];
  const stop = async () => {
    await Promise.all(apis.map((api) => api.stop()));
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
    stack?.passwords.set(await hashOf(source.url(), sampleLogin.email), sampleLogin.password);
    const access =
      storage === undefined ? undefined : await startStorage(source, storage === 'api' ? target : undefined, apis);
    return {
      source: { url: source.url(sampleOwner), host: source.host, port: source.port },
      target: { url: target.url(sampleOwner), host: target.host, port: target.port },
      login: sampleLogin,
      ...(stack ? { stack: stack.settings } : {}),
      ...(access ? { supabase: access } : {}),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The hash of a user of the sample: the double of Stack Auth knows by it what the password is. */
async function hashOf(url: string, email: string): Promise<string> {
  const session = await connect({ end: 'source', url, purpose: 'demo' });
  try {
    const [user] = await session.query<{ hash: string }>(
      'SELECT encrypted_password AS hash FROM auth.users WHERE email = $1',
      [email],
    );
    return user?.hash ?? '';
  } finally {
    await session.close();
  }
}

/** A Storage API on each of the servers, and the sample's files behind the first. */
async function startStorage(
  source: EmbeddedServer,
  target: EmbeddedServer | undefined,
  started: StorageApi[],
): Promise<NonNullable<EngineConfig['supabase']>> {
  const [{ startStorageApi }, { createSampleFiles }] = await Promise.all([
    import('./storage-api.ts'),
    import('./storage-files.ts'),
  ]);
  const start = async (server: EmbeddedServer) => {
    const api = await startStorageApi({ databaseUrl: server.url() });
    started.push(api);
    return api;
  };
  const from = await start(source);
  await createSampleFiles(source.url(), from);
  const to = target && (await start(target));
  const accessOf = ({ url, serviceKey }: StorageApi) => ({ url, serviceKey });
  return { source: accessOf(from), ...(to ? { target: accessOf(to) } : {}) };
}
