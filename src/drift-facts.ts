import { resolve } from 'node:path';
import {
  defaultMigrationsFolder,
  describeBlame,
  describeChange,
  describeDifference,
  differenceSql,
  driftVerdict,
  findDrift,
  notComparedLines,
  readTruths,
  redactDeep,
} from '../core/index.ts';
import type { DriftFacts } from '../screens/views/drift.ts';
import type { Connections } from './program.ts';

/** Compares both ends, and what lies in the working folder, for the wizard's screen. Throws CutoverError. */
export async function readDriftFacts({ sourceUrl, targetUrl }: Connections, root: string): Promise<DriftFacts> {
  const models = await readTruths({
    sourceUrl,
    targetUrl,
    root,
    migrations: resolve(root, defaultMigrationsFolder),
    migrationsNamed: false,
  });
  const drift = findDrift(models);
  const { text, advice } = driftVerdict(drift);
  const facts: DriftFacts = {
    verdict: text,
    advice,
    truths: drift.truths.map(({ truth, hash }) => `${truth} ${hash.slice(0, 8)}`),
    rows: drift.differences.map((difference) => {
      const { id, severity, kind, name, pair } = difference;
      const changes = pair.changes.map((change) => describeChange(change, pair.leftTruth, pair.rightTruth));
      return {
        id,
        severity,
        kind,
        name,
        how: describeDifference(difference),
        blame: describeBlame(difference),
        changes,
        sql: differenceSql(difference, models),
      };
    }),
    notCompared: notComparedLines(drift),
  };
  // A key that stands in a definition belongs onto no screen.
  return redactDeep(facts) as DriftFacts;
}
