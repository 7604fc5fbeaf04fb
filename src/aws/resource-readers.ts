import type { Resource, ResourceType } from '../rules/define';
import type { Listing, ResourceReaders } from '../scan/evaluate/resource-readers';
import { accessAnalyzerReaders } from './resources/accessanalyzer';
import { accountReaders } from './resources/account';
import { cloudFrontReaders } from './resources/cloudfront';
import { cloudTrailReaders } from './resources/cloudtrail';
import { configReaders } from './resources/config';
import { dynamoDbReaders } from './resources/dynamodb';
import { ebsReaders } from './resources/ebs';
import { ebsSnapshotReaders } from './resources/ebs-snapshots';
import { ec2Readers } from './resources/ec2';
import { ec2LaunchReaders } from './resources/ec2-launch';
import { ec2NetworkReaders } from './resources/ec2-network';
import { ecrReaders } from './resources/ecr';
import { efsReaders } from './resources/efs';
import { eksReaders } from './resources/eks';
import { elbReaders } from './resources/elb';
import { elbv2Readers } from './resources/elbv2';
import { guardDutyReaders } from './resources/guardduty';
import { iamReaders } from './resources/iam';
import { kmsReaders } from './resources/kms';
import { lambdaReaders } from './resources/lambda';
import { natGatewayReaders } from './resources/nat-gateways';
import { openSearchReaders } from './resources/opensearch';
import { rdsInstanceReaders } from './resources/rds-instances';
import { rdsSnapshotReaders } from './resources/rds-snapshots';
import type { Readers } from './resources/readers';
import { redshiftReaders } from './resources/redshift';
import { s3Resources } from './resources/s3';
import { s3AccessPointReaders } from './resources/s3-access-points';
import { secretsManagerReaders } from './resources/secretsmanager';
import { securityHubReaders } from './resources/securityhub';
import { snsReaders } from './resources/sns';
import { sqsReaders } from './resources/sqs';
import { ssmReaders } from './resources/ssm';
import { vpcReaders } from './resources/vpc';
import { vpcNetworkReaders } from './resources/vpc-network';
import type { AwsSession } from './session';
import { sharedLists } from './shared-lists';

/** What a scan can read in the session's account and scope. Nothing is asked of AWS before a rule needs it. */
export function createResourceReaders(session: AwsSession): ResourceReaders {
  const lists = sharedLists(session);
  const s3 = s3Resources(session);
  const readers: Readers = {
    ...cloudFrontReaders(session, s3),
    ...s3AccessPointReaders(session),
    ...lambdaReaders(session, lists),
    ...vpcNetworkReaders(session, lists),
    ...ebsSnapshotReaders(session, lists),
    ...ec2LaunchReaders(session, lists),
    ...natGatewayReaders(session, lists),
    ...elbReaders(session),
    ...elbv2Readers(session),
    ...openSearchReaders(session),
    ...redshiftReaders(session, lists),
    ...ec2NetworkReaders(session, lists),
    ...ssmReaders(session),
    ...ecrReaders(session),
    ...efsReaders(session),
    ...dynamoDbReaders(session),
    ...secretsManagerReaders(session),
    ...snsReaders(session),
    ...sqsReaders(session),
    ...eksReaders(session),
    ...accountReaders(session),
    ...accessAnalyzerReaders(session),
    ...cloudTrailReaders(session, s3),
    ...configReaders(session),
    ...ebsReaders(session),
    ...ec2Readers(session, lists),
    ...guardDutyReaders(session),
    ...iamReaders(session),
    ...kmsReaders(session),
    ...rdsInstanceReaders(session, lists),
    ...rdsSnapshotReaders(session),
    ...s3.readers,
    ...securityHubReaders(session),
    ...vpcReaders(session),
  };
  const listings = new Map<string, Promise<Listing>>();
  return {
    partition: session.partition,
    list: async (type: ResourceType<Resource>) => {
      const reader = readers[type.key];
      if (reader === undefined) throw new TypeError(`Nothing reads the resources of the kind ${type.key}`);
      const listing = listings.get(type.key) ?? reader();
      listings.set(type.key, listing);
      return listing;
    },
    refused: () => session.refused(),
    apiCalls: () => session.clients.calls.totals(),
  };
}
