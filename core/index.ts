export type * from './commands.ts';
export { backupDatabase } from './backup/backup.ts';
export type { BackupMetadata } from './backup/metadata.ts';
export { restoreBackup } from './backup/restore.ts';
export type { TableProgress } from './backup/tables.ts';
export { manualItems, manualPrefix, type ManualItem } from './checklist/manual.ts';
export type { Said, Word } from './checklist/said.ts';
export * from './config.ts';
export * from './engine.ts';
export * from './errors.ts';
export * from './events.ts';
export type * from './plan/types.ts';
export * from './state.ts';
export * from './store.ts';
export * from './estimate/history.ts';
export { RunRecorder } from './estimate/recorder.ts';
export { rollbackSeconds } from './estimate/window.ts';
export { makeFolder, makeFolderSync } from './folders.ts';
export { appendRunLog, defaultStateDir } from './journal.ts';
export { createProgressFilter } from './progress-filter.ts';
export {
  eventLine,
  hasPassword,
  passwordOf,
  redactDeep,
  redactText,
  redactUrl,
  withoutPassword,
  withPassword,
} from './redact.ts';
export { headline } from './report/format.ts';
export { readReports } from './report/read.ts';
export { remakeReport } from './report/remake.ts';
export { grouped } from './numbers.ts';
export { formatAddress, parseAddress } from './postgres/address.ts';
export { byHandLine } from './supabase/by-hand.ts';
export { connect } from './postgres/session.ts';
export { ladder, type Rung } from './verify/ladder.ts';
export { isFailure, isSummary } from './verify/types.ts';
export { proofOf } from './verify/verdict.ts';
export {
  planResets,
  sendResets,
  userReport,
  userReportColumns,
  userReportNames,
  type UserReport,
  type UserRow,
} from './users.ts';
export { mailsPerHour } from './supabase/stack/notices.ts';
export { writeSeed } from './seed/write.ts';
export { startDemo } from './demo/demo.ts';
export {
  applyMigration,
  type ApplyRequest,
  type ApplyResult,
  defaultAttempts,
  defaultLockTimeoutMs,
} from './migrations/apply.ts';
export { createMigration } from './migrations/create.ts';
export type { MigrationEvent } from './migrations/events.ts';
export { defaultMigrationsFolder } from './migrations/folder.ts';
export type { Finding } from './migrations/lint/types.ts';
export { type FolderLint, type FolderStatus, folderStatus, lintFolder } from './migrations/look.ts';
export { rehearseMigration } from './migrations/rehearsal/rehearse.ts';
export type { MigrationsContext } from './migrations/target.ts';
export { describeBlame, describeChange, describeDifference } from './drift/describe.ts';
export { type Difference, type Drift, findDrift } from './drift/drift.ts';
export { differenceSql, type Emission, emissionBase, emitMigration, writeEmission } from './drift/emit/file.ts';
export { driftMarkdown, notComparedLines } from './drift/markdown.ts';
export { hashModel, type SchemaModel, truthNames } from './drift/model.ts';
export { isAllowed, severities } from './drift/severity.ts';
export { saveSnapshot } from './drift/snapshot.ts';
export { readTruths, type TruthsRequest } from './drift/truths.ts';
export { driftVerdict, wordFor } from './drift/verdict.ts';
