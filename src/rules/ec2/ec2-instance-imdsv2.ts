import { z } from 'zod';
import { fail, pass, unknown } from '../../domain/judgement';
import { defineRule } from '../define';
import { ec2Instance } from './resources';

export default defineRule({
  id: 'ec2-instance-imdsv2',
  title: 'Instances demand IMDSv2 tokens',
  service: 'ec2',
  severity: 'high',
  pillar: 'security',
  resource: ec2Instance,
  parameters: z.object({}),
  permissions: ['ec2:DescribeInstances'],
  references: { cis: ['7.0:6.7', '6.0:6.7', '5.0:5.7'], fsbp: ['EC2.8'] },
  guidance: {
    why: "Version 1 of the metadata service hands the credentials of the instance's role to any plain GET, so one server-side request forgery in a web application is enough to steal them, as in the Capital One breach. Version 2 wants a token fetched by PUT first, which such a flaw cannot do.",
    console: [
      'Open the EC2 console in the region of the instance, select the instance and open Monitoring, "Manage CloudWatch metrics": MetadataNoToken has to be 0 for as long as your slowest job needs.',
      'Actions, "Instance settings", "Modify instance metadata options".',
      'Set "IMDSv2" to Required and choose Save.',
      'Do the same in the launch template, or the next instance brings it back.',
    ],
    cli: ({ resourceId, region }) => `# calls without a token in the last two weeks: has to be 0
aws cloudwatch get-metric-statistics --region ${region} --namespace AWS/EC2 --metric-name MetadataNoToken \\
  --dimensions Name=InstanceId,Value=${resourceId} --statistics Sum --period 86400 \\
  --start-time "$(date -u -d '14 days ago' +%FT%TZ)" --end-time "$(date -u +%FT%TZ)"

aws ec2 modify-instance-metadata-options --instance-id ${resourceId} --region ${region} \\
  --http-tokens required --http-endpoint enabled

# for every instance launched from now on in the region
aws ec2 modify-instance-metadata-defaults --region ${region} --http-tokens required`,
    terraform: ({ resourceId }) => `# in the aws_instance of ${resourceId} and in its launch template
metadata_options {
  http_endpoint               = "enabled"
  http_tokens                 = "required"
  http_put_response_hop_limit = 2 # 1 where no container asks for metadata
}`,
    before:
      'SDKs and agents older than about 2020 cannot fetch a token and lose their credentials; the metric MetadataNoToken shows whether any is left. Containers need a hop limit of 2. The change takes effect without a restart and can be taken back the same way.',
    links: [
      {
        title: 'Transition to using Instance Metadata Service Version 2',
        url: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-transition-to-version-2.html',
      },
      {
        title: 'Configure the Instance Metadata Service options',
        url: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-options.html',
      },
    ],
  },
  judge(instance) {
    if (instance.state === 'terminated') return pass('The instance is terminated');

    const { HttpTokens: tokens, HttpEndpoint: endpoint } = instance.metadataOptions ?? {};
    if (endpoint === 'disabled') return pass('The metadata service is off');
    if (tokens === 'required') return pass('The metadata service demands a token');
    if (tokens === undefined) return unknown('AWS did not say whether the metadata service demands a token');
    return fail('The metadata service answers without a token (IMDSv1)', {
      httpTokens: tokens,
      httpEndpoint: endpoint ?? null,
      state: instance.state,
    });
  },
});
