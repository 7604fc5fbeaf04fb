import {
  AutoScalingClient,
  type AutoScalingGroup,
  DescribeAutoScalingGroupsCommand,
  DescribeLaunchConfigurationsCommand,
  type LaunchConfiguration,
} from '@aws-sdk/client-auto-scaling';
import {
  DescribeImagesCommand,
  DescribeInstancesCommand,
  DescribeLaunchTemplateVersionsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  EC2Client,
  type Image,
  type Instance,
  type LaunchTemplateVersion,
  type NetworkInterface,
  type RouteTable,
  type SecurityGroup,
  type Subnet,
} from '@aws-sdk/client-ec2';
import { type FunctionConfiguration, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { type Items, type PagedList, readItems } from './read-list';
import { EC2_PAGE } from './resources/ec2-page';
import { pinnedVersions } from './resources/pinned-versions';
import type { AwsSession } from './session';
import { Source } from './source';

/** ListFunctions gives no more in a page, whatever it is asked for. */
const LAMBDA_PAGE = 50;
/** Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeLaunchTemplateVersions.html */
const TEMPLATE_VERSIONS_PAGE = 200;
const AUTO_SCALING_PAGE = 100;

/** A list of a region that is read at most once, whoever asks. */
export interface SharedList<Item> {
  source: Source;
  /** Never rejects because of AWS: what was read, with why it is not all where a page failed. */
  items(): Promise<Items<Item>>;
  /** All of it, for questions that need to know of every one. Rejects with an UnreadableError where a page fails. */
  all(): Promise<Item[]>;
}

/** The lists that resources of several kinds are made of or depend on. */
export interface SharedLists {
  /** The account's own, disabled ones too: they keep their snapshots. */
  images: SharedList<Image>;
  instances: SharedList<Instance>;
  /** The default and the latest version of every launch template, which are what launches use unless told otherwise. */
  launchTemplateVersions: SharedList<LaunchTemplateVersion>;
  /** Other versions, which an Auto Scaling group names. Rejects with an UnreadableError where they cannot be told. */
  pinnedTemplateVersions(): Promise<LaunchTemplateVersion[]>;
  autoScalingGroups: SharedList<AutoScalingGroup>;
  launchConfigurations: SharedList<LaunchConfiguration>;
  lambdaFunctions: SharedList<FunctionConfiguration>;
  networkInterfaces: SharedList<NetworkInterface>;
  routeTables: SharedList<RouteTable>;
  securityGroups: SharedList<SecurityGroup>;
  subnets: SharedList<Subnet>;
}

/** The shared lists of a session; nothing is read before it is asked for. */
export function sharedLists(session: AwsSession): SharedLists {
  const { region, clients } = session;
  const ec2 = () => clients.regional('ec2', EC2Client);
  const source = (operation: string) => new Source(operation, region);
  const shared = <Page, Item>(list: PagedList<Page, Item>) => sharedList(session, list);
  const page = (NextToken: string | undefined) => ({ MaxResults: EC2_PAGE, NextToken });

  const launchTemplateVersions = shared({
    source: source('ec2:DescribeLaunchTemplateVersions'),
    page: (NextToken) =>
      ec2().send(
        new DescribeLaunchTemplateVersionsCommand({
          Versions: ['$Default', '$Latest'],
          MaxResults: TEMPLATE_VERSIONS_PAGE,
          NextToken,
        }),
      ),
    items: ({ LaunchTemplateVersions }) => LaunchTemplateVersions,
    next: ({ NextToken }) => NextToken,
  });
  const autoScaling = () => clients.regional('autoscaling', AutoScalingClient);
  const autoScalingGroups = shared({
    source: source('autoscaling:DescribeAutoScalingGroups'),
    page: (NextToken) =>
      autoScaling().send(new DescribeAutoScalingGroupsCommand({ MaxRecords: AUTO_SCALING_PAGE, NextToken })),
    items: ({ AutoScalingGroups }) => AutoScalingGroups,
    next: ({ NextToken }) => NextToken,
  });

  return {
    launchTemplateVersions,
    autoScalingGroups,
    pinnedTemplateVersions: session.question(async () =>
      pinnedVersions(session, await autoScalingGroups.all(), await launchTemplateVersions.all()),
    ),
    images: shared({
      source: source('ec2:DescribeImages'),
      page: (token) =>
        ec2().send(new DescribeImagesCommand({ Owners: ['self'], IncludeDisabled: true, ...page(token) })),
      items: ({ Images }) => Images,
      next: ({ NextToken }) => NextToken,
    }),
    instances: shared({
      source: source('ec2:DescribeInstances'),
      page: (token) => ec2().send(new DescribeInstancesCommand(page(token))),
      items: ({ Reservations }) =>
        Reservations?.flatMap(({ ReservationId, Instances }) =>
          source('ec2:DescribeInstances').required(Instances, `Instances of ${ReservationId}`),
        ),
      next: ({ NextToken }) => NextToken,
    }),
    launchConfigurations: shared({
      source: source('autoscaling:DescribeLaunchConfigurations'),
      page: (NextToken) =>
        autoScaling().send(
          new DescribeLaunchConfigurationsCommand({ MaxRecords: AUTO_SCALING_PAGE, NextToken }),
        ),
      items: ({ LaunchConfigurations }) => LaunchConfigurations,
      next: ({ NextToken }) => NextToken,
    }),
    lambdaFunctions: shared({
      source: source('lambda:ListFunctions'),
      page: (Marker) =>
        clients
          .regional('lambda', LambdaClient)
          .send(new ListFunctionsCommand({ MaxItems: LAMBDA_PAGE, Marker })),
      items: ({ Functions }) => Functions,
      next: ({ NextMarker }) => NextMarker,
    }),
    networkInterfaces: shared({
      source: source('ec2:DescribeNetworkInterfaces'),
      page: (token) => ec2().send(new DescribeNetworkInterfacesCommand(page(token))),
      items: ({ NetworkInterfaces }) => NetworkInterfaces,
      next: ({ NextToken }) => NextToken,
    }),
    routeTables: shared({
      source: source('ec2:DescribeRouteTables'),
      page: (NextToken) => ec2().send(new DescribeRouteTablesCommand({ MaxResults: 100, NextToken })),
      items: ({ RouteTables }) => RouteTables,
      next: ({ NextToken }) => NextToken,
    }),
    securityGroups: shared({
      source: source('ec2:DescribeSecurityGroups'),
      page: (token) => ec2().send(new DescribeSecurityGroupsCommand(page(token))),
      items: ({ SecurityGroups }) => SecurityGroups,
      next: ({ NextToken }) => NextToken,
    }),
    subnets: shared({
      source: source('ec2:DescribeSubnets'),
      page: (token) => ec2().send(new DescribeSubnetsCommand(page(token))),
      items: ({ Subnets }) => Subnets,
      next: ({ NextToken }) => NextToken,
    }),
  };
}

function sharedList<Page, Item>(session: AwsSession, list: PagedList<Page, Item>): SharedList<Item> {
  const items = session.question(() => readItems(list));
  return {
    source: list.source,
    items,
    all: session.question(async () => {
      const read = await items();
      if (read.failure !== null) throw read.failure;
      return read.items;
    }),
  };
}
