import { keyKind, probeStorage } from '../supabase/api.ts';
import { refOfApi, refOfDatabase, refOfKey } from '../supabase/project.ts';
import type { Check, CheckVerdict, End } from './types.ts';
import { counted } from './words.ts';

/** An HTTP answer takes no minute; a host that drops packets would. */
const limitMs = 20_000;

export const sourceApiCheck: Check = apiCheck('source', "Source's Supabase API answers");
export const targetApiCheck: Check = apiCheck('target', "Target's Supabase API answers");

/** Whether key, URL and database belong to one hosted project, as far as they say where they belong. */
function otherProject(
  access: { readonly url: string; readonly serviceKey: string },
  databaseUrl: string,
): CheckVerdict | undefined {
  const refs = { key: refOfKey(access.serviceKey), url: refOfApi(access.url), database: refOfDatabase(databaseUrl) };
  if (refs.key !== undefined && refs.url !== undefined && refs.key !== refs.url) {
    return {
      verdict: 'fail',
      detail: `The key is of another project: it was made for ${refs.key}, and the URL is of ${refs.url}.`,
      fix: `Take the service_role (secret) key of ${refs.url}: Supabase dashboard, Project Settings, API Keys.`,
    };
  }
  const api = refs.url ?? refs.key;
  if (api === undefined || refs.database === undefined || api === refs.database) return undefined;
  return {
    verdict: 'fail',
    detail: `URL and key are of the project ${api}, and the database is of ${refs.database}.`,
    fix: `Take URL and key of ${refs.database}, or the connection string of ${api}: Supabase dashboard, Connect.`,
  };
}

/** What Supabase's gateway answers for one. [Supabase documentation, HTTP Status Codes] */
const projectPaused = 540;

function apiCheck(end: End, title: string): Check {
  return {
    id: `${end}-api`,
    title,
    severity: 'warning',
    asks: 'neither',
    looksAt: 'the kind of the service key, the project that it and the URL belong to, and an answer of the Storage API',
    limitMs,
    async run({ config, signal }) {
      const access = config.supabase?.[end];
      if (!access || access.url === '' || access.serviceKey === '') {
        return {
          verdict: 'skip',
          detail: 'No Supabase URL and service key are configured.',
          fix: `Where Storage objects move too, set CUTOVER_${end.toUpperCase()}_SUPABASE_URL and CUTOVER_${end.toUpperCase()}_SERVICE_KEY.`,
        };
      }
      if (keyKind(access.serviceKey) === 'anon') {
        return {
          verdict: 'fail',
          detail: 'The key is the anon (publishable) key: it sees only what policies show to everybody.',
          fix: 'Take the service_role (secret) key: Supabase dashboard, Project Settings, API Keys.',
        };
      }
      const elsewhere = otherProject(access, end === 'source' ? config.sourceUrl : config.targetUrl);
      if (elsewhere) return elsewhere;
      const probe = await probeStorage({ ...access, signal });
      if (probe.reached) {
        return {
          verdict: 'pass',
          detail: `The Storage API at ${new URL(access.url).host} lists ${counted(probe.buckets, 'bucket')} for the service key.`,
          fix: '',
        };
      }
      if (probe.status === projectPaused) {
        return {
          verdict: 'fail',
          detail: `The project at ${new URL(access.url).host} is paused (HTTP ${projectPaused}).`,
          fix: 'Restore it in the Supabase dashboard, and wait until it answers.',
        };
      }
      const refused = probe.status === 400 || probe.status === 401 || probe.status === 403;
      return {
        verdict: 'fail',
        detail: `The Storage API at ${new URL(access.url).host} ${refused ? 'refuses the key' : 'cannot be used'}: ${probe.message}${probe.status ? ` (HTTP ${probe.status})` : ''}.`,
        fix: refused
          ? 'Take the service_role (secret) key of this very project: Supabase dashboard, Project Settings, API Keys.'
          : "Check the project's URL, and that the project is not paused.",
      };
    },
  };
}
