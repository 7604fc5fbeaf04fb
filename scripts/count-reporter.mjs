/** Vitest reporter: says what was skipped and why, and closes with `N passed, N failed, N skipped`, which CI reads. */
export default class CountReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const counts = { passed: 0, failed: 0, skipped: 0 };
    const skipped = [];
    for (const module of modules) {
      if (module.state() === 'failed' && module.errors().length > 0) counts.failed += 1;
      for (const test of module.children.allTests()) {
        const result = test.result();
        if (result.state === 'passed') counts.passed += 1;
        else if (result.state === 'skipped') {
          counts.skipped += 1;
          skipped.push({ where: `${module.relativeModuleId} > ${test.fullName}`, why: result.note });
        } else counts.failed += 1;
      }
    }
    counts.failed += unhandledErrors.length;
    for (const { where, why } of skipped) console.log(`skipped: ${where}${why ? ` (${why})` : ''}`);
    console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  }
}
