import type { Reporter, SerializedError, TestModule, TestRunEndReason } from 'vitest/node';

/**
 * Ends the run's output with one plain line that a script can read: `12 passed, 0 failed`.
 *
 * Counts test cases. A test file that could not be loaded, an error outside of any test and a run that was cut short
 * count as one failure each: a run that exits red never ends with `0 failed`. The line is written when the process exits, behind
 * everything that other reporters still have to say; the exit code stays vitest's own.
 */
export class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[], reason: TestRunEndReason): void {
    let passed = 0;
    let failed = unhandled.length;
    let skipped = 0;
    for (const module of modules) {
      let failedInside = 0;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') passed += 1;
        else if (state === 'skipped') skipped += 1;
        else failedInside += 1;
      }
      failed += failedInside;
      if (failedInside === 0 && module.state() === 'failed') failed += 1;
    }
    if (failed === 0 && reason !== 'passed') failed = 1;
    const line = `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`;
    process.once('exit', () => {
      process.stdout.write(line);
    });
  }
}
