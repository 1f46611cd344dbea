import { type CommandResult, type CutoverError, isFailure, type State } from '../core/index.ts';
import type { CommandName } from './commands/table.ts';

/** The exit codes of the contract; 130 and 143 belong to signals, see shutdown.ts. */
export const exitCodes = {
  done: 0,
  failure: 1,
  usage: 2,
  noGo: 3,
  differences: 4,
  rolledBack: 5,
  stopped: 6,
} as const;

/** Errors that a changed command line or configuration mends. */
const usageErrors: ReadonlySet<string> = new Set(['config.invalid', 'go.missing', 'confirm.mismatch', 'hold.running']);

/** The exit code of a command that resolved. `state` is the engine's, for what the verification found. */
export function exitCodeOf(command: CommandName, result: CommandResult, state: State): number {
  const code = result.error?.code ?? '';
  if (result.outcome === 'verified') return exitCodes.done;
  if (usageErrors.has(code)) return exitCodes.usage;
  if (result.outcome === 'no-go') return exitCodes.noGo;
  if (result.outcome === 'rolled-back') return exitCodes.rolledBack;
  if (result.outcome === 'paused') return exitCodes.stopped;
  if (result.differs === true || code === 'verify.failed' || (command === 'verify' && hasDifferences(state)))
    return exitCodes.differences;
  return exitCodes.failure;
}

/** The exit code of an error that ended the program. */
export function exitCodeOfError(error: CutoverError): number {
  if (usageErrors.has(error.code)) return exitCodes.usage;
  if (error.code === 'no-go' || error.code === 'migrations.refused') return exitCodes.noGo;
  if (error.code === 'verify.failed') return exitCodes.differences;
  if (error.code === 'stopped' || error.code === 'migrations.interrupted') return exitCodes.stopped;
  return exitCodes.failure;
}

function hasDifferences({ verification }: State): boolean {
  return (
    verification.tables.some((table) => table.verdict === 'differ') ||
    verification.items.some((item) => isFailure(item.verdict))
  );
}
