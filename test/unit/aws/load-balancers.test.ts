import { afterEach, describe, expect, it } from 'vitest';
import { createResourceReaders } from '../../../src/aws/resource-readers';
import { type Listener, listener, loadBalancer } from '../../../src/rules/elbv2/resources';
import { ResourceGoneError } from '../../../src/scan/evaluate/unreadable';
import { type Answer, type RawServer, rawServer, sessionAt } from './http-server';

let server: RawServer;
afterEach(() => server.close());

const ARN = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/shop/1';

const balancers = (fields: string) =>
  `<DescribeLoadBalancersResponse><DescribeLoadBalancersResult><LoadBalancers><member><LoadBalancerArn>${ARN}</LoadBalancerArn><LoadBalancerName>shop</LoadBalancerName>${fields}</member></LoadBalancers></DescribeLoadBalancersResult></DescribeLoadBalancersResponse>`;
const listeners = (fields: string) =>
  `<DescribeListenersResponse><DescribeListenersResult><Listeners><member><ListenerArn>${ARN}/2</ListenerArn><Port>443</Port>${fields}</member></Listeners></DescribeListenersResult></DescribeListenersResponse>`;
const TAGS = `<DescribeTagsResponse><DescribeTagsResult><TagDescriptions><member><ResourceArn>${ARN}</ResourceArn><Tags/></member></TagDescriptions></DescribeTagsResult></DescribeTagsResponse>`;

/** Elastic Load Balancing with one load balancer and one listener, which have these fields beside their names. */
async function elb(fields: { balancer: string; listener: string }, rules?: Answer): Promise<void> {
  server = await rawServer((_request, body) => {
    switch (new URLSearchParams(body).get('Action')) {
      case 'DescribeLoadBalancers':
        return { body: balancers(fields.balancer) };
      case 'DescribeListeners':
        return { body: listeners(fields.listener) };
      case 'DescribeTags':
        return { body: TAGS };
      default:
        return rules ?? { status: 400, body: '' };
    }
  });
}

async function theListener(): Promise<Listener> {
  const { resources } = await createResourceReaders(sessionAt(server.url)).list(listener);
  // The reader of listeners makes these.
  const [first] = resources as Listener[];
  if (first === undefined) throw new Error('No listener');
  return first;
}

describe('a listener', () => {
  it('that ends TLS with a policy that the answer lacks is unread', async () => {
    await elb({
      balancer: '<Type>application</Type>',
      listener: '<Protocol>HTTPS</Protocol>',
    });
    const subject = await theListener();
    expect(() => subject.sslPolicy).toThrow(/SslPolicy of shop:443/);
  });

  it('whose protocol and whose kind of load balancer the answer lacks is unread', async () => {
    await elb({ balancer: '', listener: '' });
    const subject = await theListener();
    expect(() => subject.protocol).toThrow(/Protocol of shop:443/);
    expect(() => subject.sslPolicy).toThrow(/Protocol of shop:443/);
    expect(() => subject.loadBalancerType).toThrow(/Type of shop/);
  });

  it('that is gone when its rules are asked for is gone, and not unread', async () => {
    const error = `<ErrorResponse><Error><Type>Sender</Type><Code>ListenerNotFound</Code><Message>No</Message></Error></ErrorResponse>`;
    await elb(
      { balancer: '<Type>application</Type>', listener: '<Protocol>HTTP</Protocol>' },
      { status: 400, body: error },
    );
    const subject = await theListener();
    await expect(subject.rules()).rejects.toBeInstanceOf(ResourceGoneError);
  });
});

it('the tags of load balancers are asked for once, for them and for their listeners', async () => {
  await elb({ balancer: '<Type>application</Type>', listener: '<Protocol>HTTP</Protocol>' });
  const readers = createResourceReaders(sessionAt(server.url));
  await Promise.all([readers.list(loadBalancer), readers.list(listener)]);
  expect(readers.apiCalls()).toMatchObject({ 'elasticloadbalancing:DescribeTags': 1 });
});
