/** Tells test/run.mjs the true counts over the process channel, once Jest is through. */
export default class TallyReporter {
  onRunComplete(_contexts, results) {
    process.send?.({
      passed: results.numPassedTests,
      // A suite that could not even be loaded counts as one failure.
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
      skipped: results.numPendingTests + results.numTodoTests,
    });
  }
}
