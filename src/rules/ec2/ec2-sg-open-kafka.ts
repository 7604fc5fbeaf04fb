import { allowGroup, allowGroupTerraform, defineOpenPortRule } from './define-open-port-rule';

export default defineOpenPortRule({
  id: 'ec2-sg-open-kafka',
  title: 'No security group opens Kafka brokers to the internet',
  ports: ['9092'],
  guidance: {
    why: 'Port 9092 is the plaintext listener, as a rule without a login: a stranger reads every topic from its beginning, orders and events included. They can also write events that your consumers take for genuine.',
    change:
      'Change the source of the Kafka rule (TCP 9092) from Anywhere to the groups of producers and consumers, or delete the rule.',
    alternative: (target) => `# producers and consumers by their groups, brokers among themselves
${allowGroup(target, '9092', '<sg-of-the-clients>')}
${allowGroup(target, '9092', target.resourceId)}`,
    terraform: (target) =>
      allowGroupTerraform(target, {
        name: 'kafka',
        port: '9092',
        from: 'kafka_clients_security_group_id',
        description: 'Kafka from producers and consumers',
      }),
    before:
      'kafka-consumer-groups.sh --describe --all-groups --members shows the hosts of consumers; producers show only in the request log or in VPC flow logs of the brokers. Brokers copy partitions over the same port when inter.broker.listener.name is on it: let the group in from itself first, and watch UnderReplicatedPartitions.',
    links: [
      {
        title: 'Port information (Amazon MSK)',
        url: 'https://docs.aws.amazon.com/msk/latest/developerguide/port-info.html',
      },
      {
        title: 'Connect to an Amazon MSK Provisioned cluster',
        url: 'https://docs.aws.amazon.com/msk/latest/developerguide/client-access.html',
      },
    ],
  },
});
