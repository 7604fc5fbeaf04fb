/**
 * The account id in an ARN, `arn:partition:service:region:account:resource`; empty where it has none.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export function accountOf(arn: string): string {
  return arn.split(':')[4] ?? '';
}
