import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { managedNode } from './resources';

export default defineRule({
  id: 'ssm-patch-compliance',
  title: 'Managed nodes are patch compliant',
  service: 'ssm',
  severity: 'high',
  pillar: 'security',
  resource: managedNode,
  parameters: z.object({}),
  permissions: ['ssm:ListResourceComplianceSummaries'],
  references: { fsbp: ['SSM.2'] },
  guidance: {
    why: 'The node lacks patches that its own baseline calls for, or installed them and never rebooted into them. Holes that have a patch are the ones with a ready-made exploit, and scanners try them all on everything that answers.',
    console: [
      'Open the Systems Manager console in the region of the node, choose "Fleet Manager" and the node.',
      'Open Patches and filter for Missing and Failed; InstalledPendingReboot needs a reboot only.',
      'Choose "Patch Manager", "Patch now", "Scan and install", with "Reboot if needed", for this instance.',
      'For the long run put the node under a patch policy of Quick Setup, so that it happens every week.',
    ],
    cli: ({
      resourceId,
      region,
    }) => `aws ssm describe-instance-patches --instance-id ${resourceId} --region ${region} \\
  --filters Key=State,Values=Missing,Failed,InstalledPendingReboot --query 'Patches[].[State,Severity,Title]' --output table

aws ssm send-command --region ${region} --document-name AWS-RunPatchBaseline \\
  --targets Key=InstanceIds,Values=${resourceId} --parameters Operation=Install,RebootOption=RebootIfNeeded`,
    terraform: ({ resourceId }) => `resource "aws_ssm_association" "patching" {
  name                = "AWS-RunPatchBaseline"
  schedule_expression = "cron(0 2 ? * SUN *)"
  parameters = {
    Operation    = "Install"
    RebootOption = "RebootIfNeeded"
  }
  targets {
    key    = "InstanceIds"
    values = ["${resourceId}"]
  }
}`,
    before:
      'Installing can restart services and reboot the node: do it in its maintenance window, one node of a group after the other, with a snapshot of what holds data. Nodes that are made from an image and replaced often are better mended there, in the image.',
    links: [
      {
        title: 'Patching managed nodes on demand',
        url: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-patch-now-on-demand.html',
      },
      {
        title: 'Patch compliance state values',
        url: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-compliance-states.html',
      },
    ],
  },
  judge({ patchStatus, nonCompliant }) {
    if (patchStatus === 'COMPLIANT') return pass('Every patch of the baseline is installed');
    const total = Object.values(nonCompliant).reduce((sum, count) => sum + count, 0);
    return fail(
      `${total} ${total === 1 ? 'patch is' : 'patches are'} missing, failed or waiting for a reboot`,
      {
        bySeverity: nonCompliant,
      },
    );
  },
});
