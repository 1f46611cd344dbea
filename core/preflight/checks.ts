import { authModeCheck } from './auth-mode.ts';
import { authSchemaCheck } from './auth-schema.ts';
import { bloatCheck } from './bloat.ts';
import { checkConstraintsCheck } from './check-constraints.ts';
import { clockCheck } from './clock.ts';
import { collationCheck } from './collation.ts';
import { columnTypesCheck } from './column-types.ts';
import { connectionsCheck } from './connections.ts';
import { diskCheck } from './disk.ts';
import { encodingCheck } from './encoding.ts';
import { extensionsCheck } from './extensions.ts';
import { foreignTablesCheck } from './foreign-tables.ts';
import { generatedColumnsCheck } from './generated-columns.ts';
import { hashPartitionsCheck } from './hash-partitions.ts';
import { largeObjectsCheck } from './large-objects.ts';
import { leftBehindCheck } from './left-behind.ts';
import { leftOutDataCheck } from './left-out-data.ts';
import { leftOutNeedsCheck } from './left-out-needs.ts';
import { leftoverRunCheck } from './leftover-run.ts';
import { linkCheck } from './link.ts';
import { loadSettingsCheck } from './load-settings.ts';
import { localesCheck } from './locales.ts';
import { longTransactionsCheck } from './long-transactions.ts';
import { mendedCheck } from './mended.ts';
import { missingTypesCheck } from './missing-types.ts';
import { orphansCheck } from './orphans.ts';
import { sourcePoolerCheck, targetPoolerCheck } from './pooler.ts';
import { existingRowsCheck, ownSchemaCheck } from './own-schema.ts';
import { preparedTransactionsCheck } from './prepared-transactions.ts';
import { primaryKeysCheck } from './primary-keys.ts';
import { sourceReachableCheck, targetReachableCheck } from './reachable.ts';
import { readOnlyCheck } from './read-only.ts';
import { replicationSlotsCheck } from './replication-slots.ts';
import { requiredTablesCheck } from './required-tables.ts';
import { sameDatabaseCheck } from './same-database.ts';
import { schemaDriftCheck } from './schema-drift.ts';
import { searchPathCheck } from './search-path.ts';
import { securityLabelsCheck } from './security-labels.ts';
import { sequencesCheck } from './sequences.ts';
import { serviceTablesCheck } from './service-tables.ts';
import { serviceVersionsCheck } from './service-versions.ts';
import { setAsideCheck } from './set-aside.ts';
import { snapshotCheck } from './snapshot.ts';
import { sourceRightsCheck } from './source-rights.ts';
import { stackProjectCheck, userIdsCheck } from './stack.ts';
import { storageChecks } from './storage.ts';
import { sourceApiCheck, targetApiCheck } from './supabase-api.ts';
import { stackUsersCheck } from './stack-users.ts';
import { superuserObjectsCheck } from './superuser-objects.ts';
import { tableDifferencesCheck } from './table-differences.ts';
import { targetRightsCheck } from './target-rights.ts';
import { targetWalCheck } from './target-wal.ts';
import { timeZoneCheck } from './time-zone.ts';
import { timeoutsCheck } from './timeouts.ts';
import type { Check } from './types.ts';
import { unloggedCheck } from './unlogged.ts';
import { versionsCheck } from './versions.ts';

/** Every check, in the order in which an operator reads them: connections, then what stops a run, then the rest. */
export const allChecks: readonly Check[] = [
  sourceReachableCheck,
  targetReachableCheck,
  sourcePoolerCheck,
  targetPoolerCheck,
  sameDatabaseCheck,
  versionsCheck,
  readOnlyCheck,
  snapshotCheck,
  sourceRightsCheck,
  targetRightsCheck,
  superuserObjectsCheck,
  authModeCheck,
  serviceTablesCheck,
  leftOutDataCheck,
  leftOutNeedsCheck,
  authSchemaCheck,
  leftoverRunCheck,
  setAsideCheck,
  schemaDriftCheck,
  ownSchemaCheck,
  existingRowsCheck,
  columnTypesCheck,
  requiredTablesCheck,
  extensionsCheck,
  missingTypesCheck,
  localesCheck,
  encodingCheck,
  searchPathCheck,
  orphansCheck,
  largeObjectsCheck,
  stackProjectCheck,
  userIdsCheck,
  stackUsersCheck,
  hashPartitionsCheck,
  securityLabelsCheck,
  connectionsCheck,
  linkCheck,
  diskCheck,
  loadSettingsCheck,
  targetWalCheck,
  checkConstraintsCheck,
  leftBehindCheck,
  collationCheck,
  timeZoneCheck,
  clockCheck,
  longTransactionsCheck,
  preparedTransactionsCheck,
  replicationSlotsCheck,
  generatedColumnsCheck,
  sequencesCheck,
  sourceApiCheck,
  targetApiCheck,
  serviceVersionsCheck,
  ...storageChecks,
  timeoutsCheck,
  tableDifferencesCheck,
  primaryKeysCheck,
  bloatCheck,
  unloggedCheck,
  foreignTablesCheck,
  mendedCheck,
];
