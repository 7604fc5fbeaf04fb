import type { RouteTable } from '@aws-sdk/client-ec2';

/**
 * Whether a subnet's routes lead to an internet gateway: those of the table that the subnet is associated with, else of the
 * main one of its VPC. Any such route counts, not the default one alone. Null where neither is listed, and where the answer
 * does not say what one of the VPC's tables is associated with.
 * Source: https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html
 */
export function leadsToInternet(tables: RouteTable[], subnetId: string, vpcId: string): boolean | null {
  if (tables.some(({ VpcId, Associations }) => VpcId === vpcId && Associations === undefined)) return null;
  const table =
    tables.find(({ Associations = [] }) => Associations.some(({ SubnetId }) => SubnetId === subnetId)) ??
    tables.find(
      ({ VpcId, Associations = [] }) => VpcId === vpcId && Associations.some(({ Main }) => Main === true),
    );
  if (table?.Routes === undefined) return null;
  return table.Routes.some(({ GatewayId, State }) => GatewayId?.startsWith('igw-') && State !== 'blackhole');
}
