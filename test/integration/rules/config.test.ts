import { expect } from 'vitest';
import { ACCOUNT_ID, wireTable } from './wire';

wireTable('config-recorder-enabled', {
  cases: [
    { name: 'records everything', is: { [ACCOUNT_ID]: 'pass' } },
    {
      name: 'leaves global types to another region',
      region: { config: { records: { allBut: ['AWS::IAM::User', 'AWS::IAM::Role'] } } },
      is: { [ACCOUNT_ID]: 'pass' },
    },
    {
      name: 'no recorder',
      region: { config: { recorder: 'none' } },
      is: { [ACCOUNT_ID]: ['fail', 'no recorder'] },
    },
    {
      name: 'only the recorder of an AWS service',
      region: { config: { recorder: 'none', serviceLinked: true } },
      is: { [ACCOUNT_ID]: ['fail', 'no recorder'] },
    },
    {
      name: 'stopped',
      region: { config: { recorder: 'stopped' } },
      is: { [ACCOUNT_ID]: ['fail', 'stopped'] },
    },
    {
      name: 'cannot deliver',
      region: { config: { recorder: 'failing' } },
      is: { [ACCOUNT_ID]: ['fail', 'cannot deliver'] },
      evidence: { [ACCOUNT_ID]: { lastErrorMessage: 'The bucket policy denies the delivery.' } },
    },
    {
      name: 'leaves out more than global types',
      region: { config: { records: { allBut: ['AWS::IAM::User', 'AWS::EC2::SecurityGroup'] } } },
      is: { [ACCOUNT_ID]: ['fail', 'leaves out AWS::EC2::SecurityGroup'] },
    },
    {
      name: 'leaves out many: the message names some, the evidence more',
      region: {
        config: {
          records: {
            allBut: [
              'AWS::S3::Bucket',
              'AWS::KMS::Key',
              'AWS::Lambda::Function',
              'AWS::EC2::Instance',
              'AWS::EC2::SecurityGroup',
            ],
          },
        },
      },
      is: {
        [ACCOUNT_ID]: [
          'fail',
          'leaves out AWS::EC2::Instance, AWS::EC2::SecurityGroup, AWS::KMS::Key and 2 more',
        ],
      },
      evidence: { [ACCOUNT_ID]: { leftOut: expect.arrayContaining(['AWS::S3::Bucket']) } },
    },
    {
      name: 'records one kind',
      region: { config: { records: { only: ['AWS::S3::Bucket'] } } },
      is: { [ACCOUNT_ID]: ['fail', 'records only one kind of resources'] },
    },
    {
      name: 'records two kinds',
      region: { config: { records: { only: ['AWS::S3::Bucket', 'AWS::EC2::Instance'] } } },
      is: { [ACCOUNT_ID]: ['fail', '2 kinds'] },
    },
    {
      name: 'no delivery channel',
      region: { config: { deliveryChannel: false } },
      is: { [ACCOUNT_ID]: ['fail', 'no delivery channel'] },
    },
  ],
});
