import prettyBytes from 'pretty-bytes';
import type { Profile, RunOptions } from '../config.ts';

/** What a run was asked to do, as an operator would write it. Pure. */
export function settingsOf(profile: Profile, options: RunOptions): { readonly name: string; readonly value: string }[] {
  const list = (values: readonly string[]): string => (values.length === 0 ? 'none' : values.join(', '));
  const entries: readonly (readonly [name: string, value: string | undefined])[] = [
    ['jobs', String(options.jobs)],
    ['schemas', options.schemas === undefined ? "all of the project's own" : list(options.schemas)],
    ['tables left out', list(options.excludeTables)],
    [
      'large tables left out',
      options.skipLargeBytes === undefined ? 'none' : `above ${prettyBytes(options.skipLargeBytes)}`,
    ],
    ['extensions left out', list(options.withoutExtensions)],
    ['users', options.auth ?? 'what fits both ends'],
    ['files', options.storage ?? 'what fits both ends'],
    ['files at once', String(options.storageJobs)],
    ['buckets in the way', options.existingBuckets ?? 'refused'],
    ['foreign keys', options.foreignKeys],
    ['verification', options.verify],
    ['files read back', `${options.verifyStorage}%`],
    ['on failure', options.onFailure],
    ['failed schema objects', options.keepGoing ? 'gone past' : 'end the run'],
    ['window', profile.windowMinutes === undefined ? 'none' : `${profile.windowMinutes} min`],
    ['window begins', profile.windowStart],
    ['hold', `${profile.holdHours} h`],
    ['sessions of users', profile.carrySessions ? 'carried' : 'left behind'],
  ];
  return entries.flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]));
}
