import { DescribeNatGatewaysCommand, EC2Client, type NatGateway as ListedGateway } from '@aws-sdk/client-ec2';
import { type NatGateway, natGateway } from '../../rules/vpc/resources';
import { type Metric, metricSums } from '../metrics';
import { readItems, toListing } from '../read-list';
import type { AwsSession } from '../session';
import type { SharedLists } from '../shared-lists';
import { Source } from '../source';
import { EC2_PAGE } from './ec2-page';
import type { Readers } from './readers';
import { nameOf, tagsOf } from './tags';

const traffic = (id: string): Metric => ({
  namespace: 'AWS/NATGateway',
  name: 'BytesOutToDestination',
  dimensions: { NatGatewayId: id },
});

export function natGatewayReaders(session: AwsSession, lists: SharedLists): Readers {
  const { region, accountId, partition } = session;
  const ec2 = session.clients.regional('ec2', EC2Client);
  const source = new Source('ec2:DescribeNatGateways', region);

  return {
    [natGateway.key]: async () => {
      const listed = await readItems({
        source,
        page: (NextToken) => ec2.send(new DescribeNatGatewaysCommand({ MaxResults: EC2_PAGE, NextToken })),
        items: (page) => page.NatGateways,
        next: (page) => page.NextToken,
      });
      const sums = metricSums(
        session,
        listed.items.flatMap(({ NatGatewayId, State }) =>
          NatGatewayId !== undefined && State === 'available' ? [traffic(NatGatewayId)] : [],
        ),
      );
      return toListing(source, listed, (gateway: ListedGateway): NatGateway | null => {
        const id = source.required(gateway.NatGatewayId, 'NatGatewayId');
        const state = source.required(gateway.State, `State of ${id}`);
        // A gateway is listed for an hour after it is gone.
        if (state === 'deleted') return null;
        return {
          id,
          arn: `arn:${partition}:ec2:${region}:${accountId}:natgateway/${id}`,
          region,
          ...nameOf(gateway.Tags),
          tags: tagsOf(gateway.Tags),
          state,
          vpcId: gateway.VpcId ?? '',
          get createdAt() {
            return source.required(gateway.CreateTime, `CreateTime of ${id}`).getTime();
          },
          isRouteTarget: async () =>
            (await lists.routeTables.all()).some(({ Routes = [] }) =>
              Routes.some(({ NatGatewayId }) => NatGatewayId === id),
            ),
          bytesOut: (days) => sums(traffic(id), days),
        };
      });
    },
  };
}
