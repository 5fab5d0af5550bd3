/** Counts of one test run, from what ran and not from what was hoped for. */
export interface Totals {
  readonly passed: number
  readonly failed: number
  /** Why the run failed beyond single failed tests. */
  readonly remarks: readonly string[]
}

/** The part of vitest's JSON report that is read here. */
export interface VitestReport {
  readonly success: boolean
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly assertionResults: readonly { readonly status: string }[]
  }[]
}

/**
 * @param report undefined when vitest ended without writing one
 * @param exitCode vitest's own: it knows of errors outside any test
 * @param strict in CI a test that did not run is a failure
 */
export function vitestTotals(
  report: VitestReport | undefined,
  exitCode: number,
  strict: boolean,
): Totals {
  if (report === undefined) {
    return { passed: 0, failed: 1, remarks: [`vitest ended with ${exitCode} and without a report`] }
  }
  const broken = report.testResults.filter(
    (file) =>
      file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
  )
  const notRun = report.numPendingTests + report.numTodoTests
  const remarks = broken.map((file) => `${file.name} failed outside its tests`)
  if (notRun > 0) remarks.push(`${notRun} tests did not run${strict ? ', which fails in CI' : ''}`)
  const none = report.numPassedTests + report.numFailedTests === 0 ? 1 : 0
  if (none > 0) remarks.push('no test ran')
  const failed = report.numFailedTests + broken.length + none + (strict ? notRun : 0)
  if (failed > 0 || exitCode === 0) return { passed: report.numPassedTests, failed, remarks }
  remarks.push(`vitest ended with ${exitCode} because of an error outside the tests`)
  return { passed: report.numPassedTests, failed: 1, remarks }
}

export function addTotals(parts: readonly Totals[]): Totals {
  return {
    passed: parts.reduce((sum, part) => sum + part.passed, 0),
    failed: parts.reduce((sum, part) => sum + part.failed, 0),
    remarks: parts.flatMap((part) => part.remarks),
  }
}
