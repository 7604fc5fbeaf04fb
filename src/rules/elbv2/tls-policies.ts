/**
 * The families of security policies whose oldest version is TLS 1.2, those of FIPS and of post-quantum key exchange included.
 * What is not among them (2016-08, `*-1-0-*`, `*-1-1-*`) lets older versions in.
 * Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
 */
export const CURRENT_TLS_POLICIES = [
  'ELBSecurityPolicy-TLS13-1-2-*',
  'ELBSecurityPolicy-TLS13-1-3-*',
  'ELBSecurityPolicy-FS-1-2-*',
  'ELBSecurityPolicy-TLS-1-2-*',
];
