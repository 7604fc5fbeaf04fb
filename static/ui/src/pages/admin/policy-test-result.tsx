import { Box } from '@atlaskit/primitives';
import SectionMessage from '@atlaskit/section-message';
import type { PolicyTest } from '../../../../../src/contract/admin-page';

function forecast({ wouldCreate, held }: PolicyTest): string {
  const issues = `The next run would file ${wouldCreate} new ${wouldCreate === 1 ? 'issue' : 'issues'}`;
  return held > 0 ? `${issues} and hold back ${held} above the ceiling.` : `${issues}.`;
}

/** What the dry run of a policy found. */
export function PolicyTestResult({ result }: { result: PolicyTest }) {
  const problems = result.projects.filter((project) => project.problem !== null);
  return (
    <div role="status">
      <SectionMessage
        appearance={result.ok ? 'success' : 'warning'}
        title={result.ok ? 'Issues can be filed' : 'Some issues cannot be filed'}
      >
        <p>{forecast(result)}</p>
        {problems.length > 0 && (
          <Box as="ul" paddingInlineStart="space.300">
            {problems.map((project) => (
              <li key={project.projectKey}>
                {project.projectKey}: {project.problem}
              </li>
            ))}
          </Box>
        )}
      </SectionMessage>
    </div>
  );
}
