import { type GlobalPageResponses, globalPageRequests } from '../../contract/global-page';
import { newestRuns } from '../../storage/run-queries';
import { asViewerOfAll, mayManageSettings } from './callers';
import { decideOn, listExceptions, previewException, requestStandingException } from './exceptions';
import { getFilters, getFinding, listFindings } from './finding-views';
import { definePage, resolverOf } from './page-resolver';
import { settingsOf } from './settings';
import { slaView } from './sla-view';
import { findingsSummary } from './summary';
import { unreadView } from './unread-view';

/** What the security team may ask: of every account. */
export const globalPage = resolverOf(
  definePage<typeof globalPageRequests, GlobalPageResponses & Record<string, unknown>, null>({
    requests: globalPageRequests,
    authorise: asViewerOfAll,
    handlers: {
      getAbilities: async (_, _place, caller) => ({ mayManageSettings: await mayManageSettings(caller) }),
      getSummary: () => findingsSummary('everybody', Date.now()),
      getFilters: () => getFilters('everybody'),
      listFindings: (query) => listFindings('everybody', query, Date.now()),
      getFinding: ({ findingId }) => getFinding('everybody', findingId, Date.now()),
      getSla: (filter) => slaView(filter, Date.now()),
      listUnread: unreadView,
      listRuns: async () => ({ runs: await newestRuns(20) }),
      listExceptions: ({ states }, _, caller) => listExceptions(states, caller),
      previewException: ({ pattern }) => previewException(pattern),
      requestStandingException: (request, _, caller) => requestStandingException(request, caller),
      grantException: (decision, _, caller) => decideOn('granted', decision, caller),
      declineException: (decision, _, caller) => decideOn('declined', decision, caller),
      withdrawException: (decision, _, caller) => decideOn('withdrawn', decision, caller),
    },
  }),
  settingsOf('settings.'),
);
