import * as cloudfront from '@aws-sdk/client-cloudfront';
import { paginate } from '../paginate';
import { type Call, knownOperations, operation, type Service } from '../service';
import { AwsError } from '../wire/aws-error';
import { queryDialect } from '../wire/dialect';
import { RestRoutes } from '../wire/rest-reader';
import { restXmlProtocol } from '../wire/rest-xml-protocol';
import { stableHex } from '../world';

export const cloudFrontService: Service = {
  name: 'cloudfront',
  global: true,
  protocol: restXmlProtocol({
    routes: new RestRoutes({ ...cloudfront }),
    namespace: 'http://cloudfront.amazonaws.com/doc/2020-05-31/',
    wrapErrors: true,
  }),
  dialect: queryDialect,
  known: knownOperations({ ...cloudfront }),
  operations: [
    operation(cloudfront.ListDistributions$, listDistributions),
    operation(cloudfront.GetDistributionConfig$, getDistributionConfig),
    operation(cloudfront.ListTagsForResource$, listTagsForResource),
  ],
};

function distributionsHere(call: Call) {
  return Object.entries(call.account.distributions).map(([name, distribution]) => {
    const id = `E${stableHex(13, 'distribution', call.account.id, name).toUpperCase()}`;
    return { id, arn: `arn:aws:cloudfront::${call.account.id}:distribution/${id}`, distribution };
  });
}

function originsOf(origins: string[]): cloudfront.Origins {
  return {
    Quantity: origins.length,
    Items: origins.map((DomainName, index) => ({ Id: `origin-${index}`, DomainName })),
  };
}

function listDistributions(
  input: cloudfront.ListDistributionsRequest,
  call: Call,
): cloudfront.ListDistributionsResult {
  const { items, next } = paginate(
    distributionsHere(call),
    { limit: input.MaxItems, token: input.Marker, max: 1000, limitName: 'MaxItems', tokenName: 'Marker' },
    call,
  );
  return {
    DistributionList: {
      Marker: input.Marker ?? '',
      MaxItems: input.MaxItems ?? 100,
      IsTruncated: next !== undefined,
      ...(next === undefined ? {} : { NextMarker: next }),
      Quantity: items.length,
      ...(items.length === 0
        ? {}
        : {
            Items: items.map(({ id, arn, distribution }) =>
              summary(id, arn, distribution.aliases, distribution.origins),
            ),
          }),
    },
  };
}

/** What the members that nobody asks about are left out of, AWS fills in. */
function summary(
  Id: string,
  ARN: string,
  aliases: string[],
  origins: string[],
): cloudfront.DistributionSummary {
  const rest: Partial<cloudfront.DistributionSummary> = {
    Id,
    ARN,
    Status: 'Deployed',
    DomainName: `${Id.toLowerCase()}.cloudfront.net`,
    Aliases: { Quantity: aliases.length, ...(aliases.length === 0 ? {} : { Items: aliases }) },
    Origins: originsOf(origins),
    Enabled: true,
  };
  return rest as cloudfront.DistributionSummary;
}

function named(call: Call, matches: (each: { id: string; arn: string }) => boolean) {
  const found = distributionsHere(call).find(matches);
  if (found === undefined)
    throw new AwsError('NoSuchDistribution', 404, 'The specified distribution does not exist.');
  return found.distribution;
}

function getDistributionConfig(
  input: cloudfront.GetDistributionConfigRequest,
  call: Call,
): cloudfront.GetDistributionConfigResult {
  const { rootObject, origins } = named(call, ({ id }) => id === input.Id);
  const config: Partial<cloudfront.DistributionConfig> = {
    CallerReference: 'estate',
    DefaultRootObject: rootObject,
    Origins: originsOf(origins),
    Comment: '',
    Enabled: true,
  };
  return { ETag: 'E1', DistributionConfig: config as cloudfront.DistributionConfig };
}

function listTagsForResource(
  input: cloudfront.ListTagsForResourceRequest,
  call: Call,
): cloudfront.ListTagsForResourceResult {
  const { tags } = named(call, ({ arn }) => arn === input.Resource);
  return { Tags: { Items: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) } };
}
