/** What the id of an inline policy, `role/deploy/policy-name`, is made of; kind is the word of the CLI and of Terraform. */
export function inlineParts(resourceId: string): { kind: string; holder: string; policy: string } {
  const [kind = '', holder = '', ...policy] = resourceId.split('/');
  return { kind, holder, policy: policy.join('/') };
}

/** The ARN of the principal that it is part of. */
export function holderArn(resourceArn: string): string {
  return resourceArn.replace(/\/inline\/[^/]*$/, '');
}
