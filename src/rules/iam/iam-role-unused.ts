import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { DAY_MS } from '../../domain/time';
import { dayOf, daysParameter } from '../days';
import { defineRule } from '../define';
import { iamRole } from './resources';

/** Roles that AWS services and IAM Identity Center make and remove themselves. */
const AWS_OWN_PATHS = ['/aws-service-role/', '/aws-reserved/'];

export default defineRule({
  id: 'iam-role-unused',
  title: 'IAM roles idle beyond the limit are removed',
  service: 'iam',
  severity: 'medium',
  pillar: 'security',
  resource: iamRole,
  parameters: z.object({
    max_age_days: daysParameter(
      90,
      'Days without use (since it was made, if IAM knows of no use) after which a role counts as unused.',
    ),
  }),
  permissions: ['iam:GetAccountAuthorizationDetails'],
  references: {},
  guidance: {
    why: 'A role that nothing assumes keeps its permissions and its trust for whoever finds a way in. Each one left over makes the list of roles, which somebody has to review, longer than what is in use.',
    console: [
      'Open the IAM console, choose Roles and the role; "Last activity" says when it was assumed, and in which region.',
      'Look at "Trust relationships" for who could assume it, and ask them.',
      'Under Permissions note the policies, so that the role can be made again.',
      'Choose Delete and type its name; IAM asks again when it was used of late.',
    ],
    cli: ({
      resourceId,
    }) => `aws iam get-role --role-name ${resourceId} --query 'Role.[CreateDate,RoleLastUsed,AssumeRolePolicyDocument]'

# what has to go first
aws iam list-attached-role-policies --role-name ${resourceId}
aws iam list-role-policies --role-name ${resourceId}
aws iam list-instance-profiles-for-role --role-name ${resourceId}

aws iam delete-role --role-name ${resourceId}`,
    terraform: ({ resourceId }) => `# import it, look at the plan, then remove both blocks and apply
import {
  to = aws_iam_role.unused
  id = "${resourceId}"
}`,
    before:
      'Roles for disaster recovery, yearly audits and break-glass access are idle on purpose: take an exception for those. Deleting cannot be undone, and a new role of the same name is another principal for policies that name the old one; taking the trust away first is a test that can be undone.',
    links: [
      {
        title: 'Delete roles or instance profiles',
        url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_manage_delete.html',
      },
      {
        title: 'IAM role last used',
        url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed-view-data.html',
      },
    ],
  },
  judge({ id, path, createdAt, lastUsedAt }, { params, now }) {
    if (AWS_OWN_PATHS.some((own) => path.startsWith(own)))
      return pass('AWS makes and removes this role itself');
    const since = lastUsedAt ?? createdAt;
    const evidence = {
      path,
      createDate: new Date(createdAt).toISOString(),
      lastUsedDate: lastUsedAt === null ? null : new Date(lastUsedAt).toISOString(),
      maxAgeDays: params.max_age_days,
    };
    if (now - since <= params.max_age_days * DAY_MS)
      return pass(
        lastUsedAt === null ? `Made on ${dayOf(since)}, not used yet` : `Last used on ${dayOf(since)}`,
        evidence,
      );
    return fail(
      lastUsedAt === null
        ? `The role ${id} was made on ${dayOf(since)} and IAM knows of no use`
        : `The role ${id} was last used on ${dayOf(since)}, longer ago than ${params.max_age_days} days`,
      evidence,
    );
  },
});
