import { CutoverError } from '../../errors.ts';

/** Answers that may be another one a moment later. [facts, Storage API: retry 408, 425, 429 and 5xx] */
function isPassing(status: number): boolean {
  return status === 408 || status === 423 || status === 425 || status === 429 || status >= 500;
}

interface Answer {
  readonly message: string;
  /** HTTP's own, or the one in the body, which most refusals travel with inside of an HTTP 400. */
  readonly status: number | undefined;
}

/**
 * What went wrong with a request, in the operator's words: `connection.storage` where the service could not be asked,
 * `storage.*` where it said no. `what` is what was asked: `upload of avatars/a.png`.
 */
export function storageError(thrown: unknown, end: 'source' | 'target', what: string): CutoverError {
  if (thrown instanceof CutoverError) return thrown;
  const { message, status } = answerOf(thrown);
  const told = `${what}: ${message}${status === undefined ? '' : ` (${status})`}`;
  if (status === undefined || (isPassing(status) && status !== 500)) {
    return new CutoverError('connection.storage', told, {
      hint: `The ${end}'s Storage API did not answer as it should. Resume goes on with the files that are left.`,
      transient: true,
      cause: thrown,
    });
  }
  const options = { cause: thrown };
  if (status === 500) {
    return new CutoverError('storage.missing', `${what}: the ${end}'s server cannot give it: ${message} (500)`, {
      hint: `Its row is there, and perhaps not its file: look into the log of the ${end}'s Storage service.`,
      transient: true,
      ...options,
    });
  }
  if (/object not found|not_found/i.test(message)) {
    return new CutoverError('storage.missing', `${what}: the ${end} has no such file`, {
      hint: 'It was deleted, or its row has lost its file. Delete the row where it is not needed, then resume.',
      ...options,
    });
  }
  if (/already exists|duplicate/i.test(message)) {
    return new CutoverError('storage.exists', told, {
      hint: 'Something else put it there. Look at it, delete or keep it, then resume.',
      ...options,
    });
  }
  if (status === 413) {
    return new CutoverError('storage.refused', told, {
      hint: "Raise FILE_SIZE_LIMIT of the target's Storage service, and the limits of proxies in front of it, then resume.",
      ...options,
    });
  }
  if (status === 401 || status === 403 || /jws|jwt|unauthorized/i.test(message)) {
    return new CutoverError('storage.refused', told, {
      hint: `Set CUTOVER_${end.toUpperCase()}_SERVICE_KEY to the service_role (secret) key of this very project, then resume.`,
      ...options,
    });
  }
  return new CutoverError('storage.refused', told, {
    hint: `The ${end}'s Storage API refuses it. Correct the cause that it names, then resume.`,
    ...options,
  });
}

function answerOf(thrown: unknown): Answer {
  if (!(thrown instanceof Error)) return { message: String(thrown), status: undefined };
  const http = numberOf(thrown, 'status') ?? tusStatus(thrown);
  const body = numberOf(thrown, 'statusCode');
  // A body's code counts where HTTP itself only says that something is wrong.
  const status = http !== undefined && http !== 400 ? http : (body ?? http);
  return { message: innermost(thrown), status };
}

function numberOf(error: Error, key: string): number | undefined {
  const value: unknown = key in error ? (error as unknown as Record<string, unknown>)[key] : undefined;
  const number = Number(value);
  return value === undefined || value === null || !Number.isFinite(number) ? undefined : number;
}

/** tus-js-client keeps the answer with the request. */
function tusStatus(error: Error): number | undefined {
  if (!('originalResponse' in error)) return undefined;
  const response = error.originalResponse as { getStatus?: () => number } | null;
  return response?.getStatus?.();
}

/** fetch's own message is `fetch failed`; what happened is in its cause. */
function innermost(error: Error): string {
  let found = error;
  for (let depth = 0; depth < 6; depth += 1) {
    const next = [
      'originalError' in found ? found.originalError : undefined,
      'causingError' in found ? found.causingError : undefined,
      found.cause,
    ].find((each) => each instanceof Error);
    if (!next) break;
    found = next;
  }
  if ('originalResponse' in found) {
    const body = (found.originalResponse as { getBody?: () => string } | null)?.getBody?.();
    if (body) return body;
  }
  return found.message || ('code' in found ? String(found.code) : found.name);
}
