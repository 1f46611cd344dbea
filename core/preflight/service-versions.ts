import type { EngineConfig } from '../config.ts';
import type { Check, End } from './types.ts';

/** An HTTP answer takes no minute; a host that drops packets would. */
const limitMs = 20_000;

type Access = NonNullable<NonNullable<EngineConfig['supabase']>[End]>;

const services = ['Auth', 'Storage'] as const;

/** The version in each service's words; undefined where it does not tell. */
type Versions = Readonly<Record<(typeof services)[number], string | undefined>>;

export const serviceVersionsCheck: Check = {
  id: 'service-versions',
  title: "Target's services are not older than the source's",
  severity: 'warning',
  asks: 'neither',
  looksAt: 'the versions that Auth and Storage tell on both ends',
  limitMs,
  concerns: ({ supabase }) => Boolean(supabase?.source?.url && supabase.target?.url),
  async run({ config: { supabase }, signal }) {
    const [source, target] = await Promise.all([
      readVersions(supabase?.source, signal),
      readVersions(supabase?.target, signal),
    ]);
    const both = services.filter((service) => source[service] !== undefined && target[service] !== undefined);
    if (both.length === 0) {
      return {
        verdict: 'skip',
        detail: 'The services of one end do not tell their versions.',
        fix: 'Compare the images of Auth (gotrue) and Storage (storage-api) on both ends yourself.',
      };
    }
    const found = both.map((service) => `${service} ${source[service]} and ${target[service]}`).join(', ');
    const older = both.filter((service) => isOlder(target[service] ?? '', source[service] ?? ''));
    if (older.length === 0) return { verdict: 'pass', detail: `Source and target: ${found}.`, fix: '' };
    return {
      verdict: 'fail',
      detail: `Source and target: ${found}. The target's ${older.join(' and ')} ${older.length === 1 ? 'is' : 'are'} older: columns that only the newer one has are not carried.`,
      fix: "Update the target's services (the images in its docker-compose.yml) to the versions of the source or newer, and let them migrate their schemas before the run.",
    };
  },
};

/** [Supabase: auth, GET /health; storage, GET /version] */
async function readVersions(access: Access | undefined, signal: AbortSignal): Promise<Versions> {
  const read = async (path: string): Promise<string | undefined> => {
    if (!access) return undefined;
    const headers = { apikey: access.serviceKey, authorization: `Bearer ${access.serviceKey}` };
    try {
      const response = await fetch(new URL(path, access.url), { headers, signal });
      return response.ok ? versionIn(await response.text()) : undefined;
    } catch {
      // Whether the API answers at all is another check's to say.
      return undefined;
    }
  };
  const [Auth, Storage] = await Promise.all([read('/auth/v1/health'), read('/storage/v1/version')]);
  return { Auth, Storage };
}

/** `v2.158.1`, alone or somewhere in a JSON answer. */
function versionIn(text: string): string | undefined {
  return /v?\d+\.\d+\.\d+/.exec(text)?.[0].replace(/^v/, '');
}

/** Pure: whether `version` comes before `than`, by numbers and not by letters. */
export function isOlder(version: string, than: string): boolean {
  return version.localeCompare(than, 'en', { numeric: true }) < 0;
}
