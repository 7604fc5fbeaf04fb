import { type ProjectPageResponses, projectPageRequests } from '../../contract/project-page';
import { asProjectMember } from './callers';
import { getFilters, getFinding, listFindings } from './finding-views';
import { definePage, resolverOf } from './page-resolver';
import { findingsSummary } from './summary';

/** What a project's members may ask: always of the project that the page stands in. */
export const projectPage = resolverOf(
  definePage<typeof projectPageRequests, ProjectPageResponses & Record<string, unknown>, string>({
    requests: projectPageRequests,
    authorise: asProjectMember,
    handlers: {
      getSummary: (_, projectKey) => findingsSummary({ projectKey }, Date.now()),
      getFilters: (_, projectKey) => getFilters({ projectKey }),
      listFindings: (query, projectKey) => listFindings({ projectKey }, query, Date.now()),
      getFinding: ({ findingId }, projectKey) => getFinding({ projectKey }, findingId, Date.now()),
    },
  }),
);
