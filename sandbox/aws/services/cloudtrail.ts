import * as cloudtrail from '@aws-sdk/client-cloudtrail';
import type { Trail } from '../estate/estate';
import { type Call, knownOperations, operation, type Service } from '../service';
import { AwsError } from '../wire/aws-error';
import { jsonDialect } from '../wire/dialect';
import { jsonProtocol } from '../wire/json-protocol';

export const cloudTrailService: Service = {
  name: 'cloudtrail',
  global: false,
  protocol: jsonProtocol(),
  dialect: jsonDialect,
  known: knownOperations({ ...cloudtrail }),
  operations: [
    operation(cloudtrail.DescribeTrails$, describeTrails),
    operation(cloudtrail.GetTrailStatus$, getTrailStatus),
    operation(cloudtrail.GetEventSelectors$, getEventSelectors),
  ],
};

interface TrailHere {
  name: string;
  trail: Trail;
  arn: string;
}

/** A multi-region trail has a shadow in every other region, which is left out only when it is asked to be. */
function describeTrails(
  input: cloudtrail.DescribeTrailsRequest,
  call: Call,
): cloudtrail.DescribeTrailsResponse {
  const withShadows = input.includeShadowTrails ?? true;
  const wanted = input.trailNameList ?? [];
  const listed = trailsHere(call)
    .filter(({ trail }) => withShadows || trail.home === call.region)
    .filter(({ name, arn }) => wanted.length === 0 || wanted.includes(name) || wanted.includes(arn));
  return {
    trailList: listed.map(({ name, trail, arn }) => ({
      Name: name,
      TrailARN: arn,
      HomeRegion: trail.home,
      S3BucketName: trail.bucket,
      IsMultiRegionTrail: trail.multiRegion,
      IsOrganizationTrail: trail.owner !== undefined,
      IncludeGlobalServiceEvents: trail.multiRegion,
      LogFileValidationEnabled: trail.validation,
      ...(trail.key === null
        ? {}
        : { KmsKeyId: `arn:aws:kms:${trail.home}:${trail.owner ?? call.account.id}:alias/${trail.key}` }),
      HasCustomEventSelectors: trail.selectors !== 'management',
      HasInsightSelectors: false,
    })),
  };
}

function getTrailStatus(
  input: cloudtrail.GetTrailStatusRequest,
  call: Call,
): cloudtrail.GetTrailStatusResponse {
  const { trail } = findTrail(input.Name, call);
  return {
    IsLogging: trail.logging,
    ...(trail.logging ? { LatestDeliveryTime: new Date(call.now - 300_000) } : {}),
    StartLoggingTime: call.world.dateOf(400 * 86_400_000),
  };
}

function getEventSelectors(
  input: cloudtrail.GetEventSelectorsRequest,
  call: Call,
): cloudtrail.GetEventSelectorsResponse {
  const { trail, arn } = findTrail(input.TrailName, call);
  return { TrailARN: arn, ...selectorsOf(trail.selectors) };
}

function selectorsOf(
  kind: Trail['selectors'],
): Pick<cloudtrail.GetEventSelectorsResponse, 'EventSelectors' | 'AdvancedEventSelectors'> {
  const basic = (ReadWriteType: cloudtrail.ReadWriteType, IncludeManagementEvents: boolean) => ({
    EventSelectors: [
      {
        ReadWriteType,
        IncludeManagementEvents,
        DataResources: IncludeManagementEvents ? [] : [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }],
        ExcludeManagementEventSources: [],
      },
    ],
  });
  const data = {
    Name: 'S3 objects',
    FieldSelectors: [
      { Field: 'eventCategory', Equals: ['Data'] },
      { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
    ],
  };
  const objects = (ReadWriteType: cloudtrail.ReadWriteType, arn = 'arn:aws:s3') => ({
    EventSelectors: [
      {
        ReadWriteType,
        IncludeManagementEvents: true,
        DataResources: [{ Type: 'AWS::S3::Object', Values: [arn] }],
        ExcludeManagementEventSources: [],
      },
    ],
  });
  const narrowed = (field: cloudtrail.AdvancedFieldSelector) => ({
    AdvancedEventSelectors: [{ ...data, FieldSelectors: [...data.FieldSelectors, field] }],
  });
  switch (kind) {
    case 's3':
      return objects('All', 'arn:aws:s3:::');
    case 's3-read':
      return objects('ReadOnly');
    case 's3-write':
      return objects('WriteOnly');
    case 's3-one-bucket':
      return objects('All', 'arn:aws:s3:::shop/');
    case 'advanced-s3-write':
      return narrowed({ Field: 'readOnly', Equals: ['false'] });
    case 'advanced-s3-one-bucket':
      return narrowed({ Field: 'resources.ARN', StartsWith: ['arn:aws:s3:::shop/'] });
    case 'management':
      return basic('All', true);
    case 'management-read':
      return basic('ReadOnly', true);
    case 'management-write':
      return basic('WriteOnly', true);
    case 'data-only':
      return basic('All', false);
    case 'advanced':
      return {
        AdvancedEventSelectors: [
          { Name: 'Management events', FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] },
          data,
        ],
      };
    case 'advanced-data-only':
      return { AdvancedEventSelectors: [data] };
  }
}

/** A trail is known by its name in its home region, and by its ARN wherever it or its shadow is. */
function findTrail(nameOrArn: string | undefined, call: Call): TrailHere {
  const found = trailsHere(call).find(
    ({ name, arn, trail }) => arn === nameOrArn || (name === nameOrArn && trail.home === call.region),
  );
  if (!found)
    throw new AwsError(
      'TrailNotFoundException',
      400,
      `Unknown trail: ${nameOrArn} for the user: ${call.account.id}`,
    );
  return found;
}

function trailsHere(call: Call): TrailHere[] {
  return Object.entries(call.account.trails)
    .filter(([, trail]) => trail.home === call.region || trail.multiRegion)
    .map(([name, trail]) => ({
      name,
      trail,
      arn: `arn:aws:cloudtrail:${trail.home}:${trail.owner ?? call.account.id}:trail/${name}`,
    }));
}
