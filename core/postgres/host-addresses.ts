import dns from 'node:dns/promises';
import { isIP } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { HostAddresses } from './connection-attempt.ts';

/** In ms: an answer that comes later than this explains nothing any more. */
const limitMs = 2_000;

/**
 * The addresses that DNS has for a host. The system's own lookup leaves out those of a kind that this machine has no
 * route for, so that a host with IPv6 alone looks as if it did not exist. Resolves in every case.
 */
export async function addressesOf(host: string): Promise<HostAddresses | undefined> {
  if (isIP(host) !== 0 || host.startsWith('/')) return undefined;
  const lookups = Promise.all([orNone(dns.resolve4(host)), orNone(dns.resolve6(host))]);
  const found = await Promise.race([lookups, delay(limitMs, undefined, { ref: false })]);
  return found && { ipv4: found[0], ipv6: found[1] };
}

async function orNone(lookup: Promise<string[]>): Promise<readonly string[]> {
  try {
    return await lookup;
  } catch {
    return [];
  }
}
