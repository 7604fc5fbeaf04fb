import type { WireRequest } from './http';
import { parseAuthorization } from './signature';

/** Which service and region a request is meant for, and what the host name says beyond that. */
export interface Location {
  service: string;
  region: string;
  /** Whether the host was one of AWS's own, so that the region comes from the name and not from the signature. */
  realHost: boolean;
  /** What stands before the service's host: a bucket, or the account of S3 Control. */
  hostPrefix: string | null;
  host: string;
}

const AWS_HOST =
  /^(?:(?<prefix>.+)\.)?(?<service>ec2|s3-control|s3|sts|iam|rds|cloudtrail|kms|lambda|access-analyzer|account|autoscaling|cloudfront|monitoring|config|dynamodb|api\.ecr|eks|elasticfilesystem|elasticloadbalancing|guardduty|es|redshift|secretsmanager|securityhub|sns|sqs|ssm)(?:[.-](?<region>[a-z]{2}(?:-[a-z]+)+-\d))?\.amazonaws\.com$/;
const LOCAL_HOST = /^(?:(?<prefix>.+)\.)?(?:localhost|127\.0\.0\.1)$/;

/** What the sandbox, and the rule catalogue, call a service that has another name in hosts and signatures. */
const NAMES: Record<string, string> = {
  's3-control': 's3control',
  'api.ecr': 'ecr',
  monitoring: 'cloudwatch',
};

/** Services whose one endpoint without a region is signed for us-east-1. */
const DEFAULT_REGION = 'us-east-1';

/**
 * Finds service and region from the host when it is a real AWS host (`X-Forwarded-Host` first, for a proxy in between),
 * else from the credential scope of the signature. Null when neither says.
 */
export function locate(request: WireRequest): Location | null {
  const host = (request.headers['x-forwarded-host'] ?? request.headers.host ?? '')
    .replace(/:\d+$/, '')
    .toLowerCase();
  const aws = AWS_HOST.exec(host)?.groups;
  const scope = parseAuthorization(request)?.scope;
  if (aws?.service) {
    return {
      service: NAMES[aws.service] ?? aws.service,
      region: aws.region ?? (aws.service === 's3' ? DEFAULT_REGION : (scope?.region ?? DEFAULT_REGION)),
      realHost: true,
      hostPrefix: aws.prefix ?? null,
      host,
    };
  }
  if (!scope) return null;
  const isS3Control = scope.service === 's3' && request.path.startsWith('/v20180820/');
  return {
    service: isS3Control ? 's3control' : (NAMES[scope.service] ?? scope.service),
    region: scope.region,
    realHost: false,
    hostPrefix: LOCAL_HOST.exec(host)?.groups?.prefix ?? null,
    host,
  };
}
