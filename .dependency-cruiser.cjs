/** The direction of dependencies that docs/architecture.md describes; CI fails when an arrow points outwards. */
module.exports = {
  forbidden: [
    {
      name: 'core-is-pure',
      comment:
        'domain/ and rules/ may use each other, zod and hashes; an AWS type is welcome, its runtime is not.',
      severity: 'error',
      from: { path: '^src/(domain|rules)/' },
      to: {
        pathNot: '^(src/(domain|rules)/|node_modules/(zod|@noble/hashes)/)',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'core-knows-no-edge-even-by-type',
      severity: 'error',
      from: { path: '^src/(domain|rules)/' },
      to: {
        path: '^(src/(entrypoints|aws|jira|storage|scan|tickets|exceptions|contract)/|node_modules/@forge/)',
      },
    },
    {
      name: 'use-cases-know-no-edge',
      comment: 'scan/, tickets/ and exceptions/ own the interfaces that aws/, jira/ and storage/ fulfil.',
      severity: 'error',
      from: { path: '^src/(scan|tickets|exceptions)/' },
      to: {
        path: '^(src/(entrypoints|jira|storage)/|node_modules/@forge/)',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'contract-is-shared-with-the-browser',
      severity: 'error',
      from: { path: '^src/contract/' },
      to: { pathNot: '^(src/(contract|domain)/|node_modules/zod/)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'pages-see-only-the-contract',
      severity: 'error',
      from: { path: '^static/ui/src/' },
      to: { path: '^(src|sandbox)/', pathNot: '^src/(contract|domain)/' },
    },
    {
      name: 'product-knows-no-sandbox',
      severity: 'error',
      from: { path: '^(src|static)/' },
      to: { path: '^(sandbox|test|scripts)/' },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.node.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
};
