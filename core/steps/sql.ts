import { CutoverError } from '../errors.ts';
import { inTransaction, type StepCall, type StepContext, type StepOutcome } from './context.ts';

/** Statements of a schema object, an index, a rename: all of them, with the ledger row, or none. */
export async function runSql(
  context: StepContext,
  call: StepCall,
  statements: readonly string[],
): Promise<StepOutcome> {
  const memory =
    call.step.kind === 'index' || call.step.kind === 'constraint'
      ? `SET LOCAL maintenance_work_mem = '${context.maintenanceMemoryMb}MB';\n`
      : '';
  return await context.pool.withTarget(async (target) => {
    const script = statements.map((statement) => statement.replace(/;\s*$/, '')).join(';\n');
    try {
      return await inTransaction(context, call, target, `${memory}${script}`, async () => ({ rows: 0, bytes: 0 }));
    } catch (error) {
      throw schemaError(error, call.step.label);
    }
  });
}

/** The statement's own error, with the name of the object in front: at 02:00 nobody reads a dump to find it. */
function schemaError(error: unknown, label: string): unknown {
  if (!(error instanceof CutoverError) || error.code !== 'step.failed') return error;
  return new CutoverError('schema.object-failed', `${label}: ${error.message}`, {
    hint: error.hint,
    cause: error,
    transient: error.transient,
    ...(error.sqlState === undefined ? {} : { sqlState: error.sqlState }),
  });
}
