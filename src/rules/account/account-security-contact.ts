import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { accountContacts } from './resources';

export default defineRule({
  id: 'account-security-contact',
  title: 'A security contact is on file for the account',
  service: 'account',
  severity: 'medium',
  pillar: 'operational-excellence',
  resource: accountContacts,
  parameters: z.object({}),
  permissions: ['account:GetAlternateContact'],
  references: { cis: ['7.0:2.3', '6.0:2.2', '5.0:1.2'], fsbp: ['Account.1'] },
  guidance: {
    why: "When AWS sees an account's keys on the internet or its instances attack others, it writes to the security contact, and to the root user's mailbox where there is none. That mailbox is often a founder's or nobody's, and the deadline AWS sets before it cuts the instance off passes unread.",
    console: [
      'Sign in to the account and open "Account" from the menu under its name.',
      'Scroll to "Alternate contacts" and choose Edit.',
      "Under Security enter the security team's shared mailbox and a telephone that is answered.",
      'Choose Update; for many accounts use AWS Organizations, AWS accounts, the account, "Contact info" instead.',
    ],
    cli: ({
      accountId,
    }) => `# in the account itself; from the management account add --account-id ${accountId}
aws account get-alternate-contact --alternate-contact-type SECURITY

aws account put-alternate-contact --alternate-contact-type SECURITY \\
  --name "Security team" --title "On-call" \\
  --email-address security@example.com --phone-number "+1 555 0100"`,
    terraform: ({ accountId }) => `resource "aws_account_alternate_contact" "security" {
  account_id             = "${accountId}" # leave out in the account itself
  alternate_contact_type = "SECURITY"
  name                   = "Security team"
  title                  = "On-call"
  email_address          = "security@example.com"
  phone_number           = "+1 555 0100"
}`,
    before:
      'Use a mailbox that a rota reads and not a person who may leave, and let mail from amazon.com and amazonaws.com through its filter. Nothing in the account changes; AWS sends notices there from then on, and no longer to the root mailbox alone.',
    links: [
      {
        title: 'Update the alternate contacts for your AWS account',
        url: 'https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-update-contact-alternate.html',
      },
      {
        title: 'Updating alternate contacts for member accounts',
        url: 'https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_update_contacts.html',
      },
    ],
  },
  async judge(contacts) {
    return (await contacts.hasSecurityContact())
      ? pass('A security contact is on file')
      : fail('The account has no security contact', { securityContact: null });
  },
});
