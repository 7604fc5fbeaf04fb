import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { shorten } from '../policy/evidence';
import { ssmDocument } from './resources';

const EVERYONE = 'all';

export default defineRule({
  id: 'ssm-document-public',
  title: 'Self-owned documents are not shared with everyone',
  service: 'ssm',
  severity: 'critical',
  pillar: 'security',
  resource: ssmDocument,
  parameters: z.object({}),
  permissions: ['ssm:ListDocuments', 'ssm:DescribeDocumentPermission'],
  references: { fsbp: ['SSM.4'] },
  guidance: {
    why: 'Every AWS account can read and run the document, and runbooks are full of what an attacker looks for: internal host names, bucket names, the order in which things are switched off, and passwords that somebody meant to take out later. A public document is found by name search in the console.',
    console: [
      'Open the Systems Manager console in the region of the document and choose Documents, "Owned by me".',
      'Choose the document and open its Details, then "Modify permissions" under Actions.',
      'Choose Private, add the accounts that need it, and choose Save.',
      'Rotate whatever credential the document shows, in any of its versions.',
    ],
    cli: ({
      resourceId,
      region,
    }) => `aws ssm describe-document-permission --name ${resourceId} --permission-type Share --region ${region}

aws ssm modify-document-permission --name ${resourceId} --permission-type Share --region ${region} \\
  --account-ids-to-remove all`,
    terraform: ({ resourceId }) => `resource "aws_ssm_document" "document" {
  name          = "${resourceId}"
  document_type = "Automation"
  content       = file("document.yaml")
  permissions = {
    type        = "Share"
    account_ids = "111122223333" # accounts in place of "all"
  }
}`,
    before:
      "Accounts that run the document from this one lose it at once, so add them by id in the same change: find them in CloudTrail under SendCommand and StartAutomationExecution with the document's ARN. Copies that strangers made stay with them.",
    links: [
      {
        title: 'Sharing SSM documents',
        url: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-ssm-sharing.html',
      },
      {
        title: 'Best practices for shared SSM documents',
        url: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-ssm-before-you-share.html',
      },
    ],
  },
  async judge(document) {
    const sharedWith = await document.sharedWith();
    if (!sharedWith.includes(EVERYONE)) return pass('The document is not shared with everyone');
    return fail(`The ${document.documentType} document is shared with every AWS account`, {
      sharedWith: shorten(sharedWith),
    });
  },
});
