import type { GuidanceTarget } from './define';

/**
 * The target as guidance may write it into a command that somebody pastes into a shell, or into Terraform. Names are other
 * people's text: one with `$(...)`, a quote or a line break would run there, and one like `-x` or `file://x` is taken for
 * an option or a file by the AWS CLI. Guidance writes it bare and between both kinds of quotes, where no one quoting is
 * right, so that such a name becomes a placeholder like the others that guidance has.
 */
export function pasteSafe({ accountId, region, resourceId, resourceArn }: GuidanceTarget): GuidanceTarget {
  return {
    accountId: isPlain(accountId) ? accountId : '<account-id>',
    region: isPlain(region) ? region : '<region>',
    resourceId: isPlain(resourceId) ? resourceId : '<resource-id>',
    resourceArn: isPlain(resourceArn) ? resourceArn : placeholderArn(resourceArn),
  };
}

/** Guidance takes the partition and the account out of the ARN: they stay. */
function placeholderArn(arn: string): string {
  const parts = arn.split(':').slice(0, 5);
  return [...parts.map((part) => (/^[\w-]*$/.test(part) ? part : '')), '<resource>'].join(':');
}

function isPlain(text: string): boolean {
  return /^[\w.:/@+=,%][\w.:/@+=,%-]*$/.test(text) && !text.includes('://');
}
