import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { conditionLines } from '../policy/conditions';
import type { PolicyStatement } from '../policy/document';
import { judgePublicPolicy } from '../policy/judge-public-policy';
import { efsFileSystem } from './resources';

export default defineRule({
  id: 'efs-policy-public',
  title: 'File system policies admit no anonymous client',
  service: 'efs',
  severity: 'high',
  pillar: 'security',
  resource: efsFileSystem,
  parameters: z.object({
    require_policy: z
      .boolean()
      .default(true)
      .describe(
        'Whether a file system without a policy fails: it admits every client that reaches a mount target.',
      ),
  }),
  permissions: ['elasticfilesystem:DescribeFileSystems', 'elasticfilesystem:DescribeFileSystemPolicy'],
  references: {},
  guidance: {
    why: "Any client that gets a packet to a mount target may mount the file system and, without a policy, act as root in it. One compromised instance, peered network or VPN client is then enough to read and encrypt everybody's files.",
    console: [
      'Open the EFS console in the region of the file system and choose it.',
      'Open the "File system policy" tab and choose Edit.',
      'Tick "Prevent anonymous access" and "Enforce in-transit encryption for all clients", then look at the JSON on the right.',
      'Replace a principal "*" without a condition by the roles of the clients, and choose Save.',
    ],
    cli: ({
      resourceId,
      region,
    }) => `aws efs describe-file-system-policy --file-system-id ${resourceId} --region ${region}

# policy.json: names the clients' roles, allows ClientMount and ClientWrite
aws efs put-file-system-policy --file-system-id ${resourceId} --region ${region} --policy file://policy.json`,
    terraform: ({ resourceId, resourceArn }) => `resource "aws_efs_file_system_policy" "clients" {
  file_system_id = "${resourceId}"
  policy         = data.aws_iam_policy_document.clients.json
}

data "aws_iam_policy_document" "clients" {
  statement {
    actions   = ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"]
    resources = ["${resourceArn}"]
    principals {
      type        = "AWS"
      identifiers = var.client_role_arns
    }
  }
}`,
    before:
      'Clients that mount with plain NFS are anonymous and are cut off at their next mount: they need the EFS mount helper with the iam and tls options and a role. See in CloudTrail (NewClientConnection) who mounts today, move one client first, and watch for "access denied by server".',
    links: [
      {
        title: 'Using IAM to control file system data access',
        url: 'https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html',
      },
      {
        title: 'Blocking public access to file systems',
        url: 'https://docs.aws.amazon.com/efs/latest/ug/access-control-block-public-access.html',
      },
    ],
  },
  async judge(fileSystem, { params }) {
    const policy = await fileSystem.policy();
    if (policy === null && params.require_policy) {
      return fail('The file system has no policy, so whoever reaches a mount target may use it', {
        policy: null,
      });
    }
    if (policy === null) return pass('The file system has no policy, which is accepted');
    return judgePublicPolicy(policy, 'file system', throughMountTargetsOnly);
  },
});

/**
 * A stranger reaches no mount target: AWS does not count such a statement as public.
 * Source: https://docs.aws.amazon.com/efs/latest/ug/access-control-block-public-access.html
 */
function throughMountTargetsOnly(statement: PolicyStatement): boolean {
  return conditionLines(statement).some(
    ({ operator, ifExists, key, values }) =>
      operator === 'bool' &&
      !ifExists &&
      key === 'elasticfilesystem:accessedviamounttarget' &&
      values.every((value) => value.toLowerCase() === 'true'),
  );
}
