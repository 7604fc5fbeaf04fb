import type { AdvancedEventSelector, EventSelector } from '@aws-sdk/client-cloudtrail';
import multiRegion from '../../../../src/rules/cloudtrail/cloudtrail-multi-region';
import type { CloudTrailAccount, Trail } from '../../../../src/rules/cloudtrail/resources';
import { ACCOUNT, denied, judgeTable, notAsked, ROOT_ARN } from '../judge-table';

const trail = (settings: Partial<Trail>): Trail => ({
  name: 'main',
  arn: `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/main`,
  homeRegion: 'us-east-1',
  isMultiRegion: true,
  isOrganization: false,
  isLogging: async () => true,
  eventSelectors: async () => ({
    basic: [{ ReadWriteType: 'All', IncludeManagementEvents: true }],
    advanced: [],
  }),
  ...settings,
});
const account = (...trails: Trail[]): CloudTrailAccount => ({
  id: ACCOUNT,
  arn: ROOT_ARN,
  region: 'global',
  trails: async () => trails,
});
const basic = (...selectors: EventSelector[]) =>
  account(trail({ eventSelectors: async () => ({ basic: selectors, advanced: [] }) }));
const advanced = (...selectors: AdvancedEventSelector['FieldSelectors'][]) =>
  account(
    trail({
      eventSelectors: async () => ({
        basic: [],
        advanced: selectors.map((FieldSelectors) => ({ FieldSelectors })),
      }),
    }),
  );
const management = { Field: 'eventCategory', Equals: ['Management'] };

judgeTable(multiRegion, [
  { name: 'all regions, all events', resource: account(trail({})), is: 'pass', says: 'main' },
  { name: 'no trail', resource: account(), is: 'fail', says: 'no trail' },
  {
    name: 'one region: nothing more is asked',
    resource: account(
      trail({
        isMultiRegion: false,
        isLogging: notAsked('isLogging'),
        eventSelectors: notAsked('selectors'),
      }),
    ),
    is: 'fail',
    says: 'covers us-east-1 only',
    evidence: { trails: { main: 'covers us-east-1 only' } },
  },
  {
    name: 'stopped',
    resource: account(trail({ isLogging: async () => false, eventSelectors: notAsked('selectors') })),
    is: 'fail',
    says: 'main is stopped',
  },
  {
    name: 'the second trail is enough',
    resource: account(trail({ isLogging: async () => false }), trail({ name: 'organization' })),
    is: 'pass',
    says: 'organization',
  },
  {
    name: 'one trail is enough for certain though the other is unreadable',
    resource: account(trail({ isLogging: denied('GetTrailStatus') }), trail({ name: 'organization' })),
    is: 'pass',
  },
  {
    name: 'the trail that might be enough is unreadable',
    resource: account(trail({ isMultiRegion: false }), trail({ isLogging: denied('GetTrailStatus') })),
    is: 'unread',
  },
  { name: 'no selectors: the default is everything', resource: basic(), is: 'pass' },
  {
    name: 'write only',
    resource: basic({ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true }),
    is: 'fail',
    says: 'leaves out read events',
  },
  {
    name: 'data events only',
    resource: basic({ ReadWriteType: 'All', IncludeManagementEvents: false }),
    is: 'fail',
    says: 'leaves out management events',
  },
  {
    name: 'reading and writing in two selectors',
    resource: basic(
      { ReadWriteType: 'ReadOnly', IncludeManagementEvents: true },
      { ReadWriteType: 'WriteOnly', IncludeManagementEvents: true },
    ),
    is: 'pass',
  },
  {
    name: 'KMS left out',
    resource: basic({ ReadWriteType: 'All', ExcludeManagementEventSources: ['kms.amazonaws.com'] }),
    is: 'fail',
    says: 'leaves out kms.amazonaws.com',
  },
  {
    name: 'KMS left out, which is accepted',
    params: { accept_excluded_sources: true },
    resource: basic({ ReadWriteType: 'All', ExcludeManagementEventSources: ['kms.amazonaws.com'] }),
    is: 'pass',
  },
  { name: 'advanced: management', resource: advanced([management]), is: 'pass' },
  {
    name: 'advanced: data only',
    resource: advanced([{ Field: 'eventCategory', Equals: ['Data'] }]),
    is: 'fail',
    says: 'leaves out management events',
  },
  {
    name: 'advanced: read only',
    resource: advanced([management, { Field: 'readOnly', Equals: ['true'] }]),
    is: 'fail',
    says: 'leaves out write events',
  },
  {
    name: 'advanced: KMS left out',
    resource: advanced([management, { Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] }]),
    is: 'fail',
    says: 'leaves out kms.amazonaws.com',
  },
  {
    name: 'advanced: one service only',
    resource: advanced([management, { Field: 'eventSource', Equals: ['iam.amazonaws.com'] }]),
    is: 'fail',
  },
  {
    name: 'advanced: a field that narrows in a way not known here',
    resource: advanced([management, { Field: 'userIdentity.arn', Equals: [ROOT_ARN] }]),
    is: 'fail',
  },
]);
