import { RequestsSpentError, UnreadableError } from '../scan/evaluate/unreadable';
import { ConnectionProbes } from './connection-probes';
import type { AwsSession } from './session';

export interface PermissionTest {
  /** As in an IAM policy: `ec2:DescribeVolumes`. */
  permission: string;
  /** `skipped` where nothing of the account could be asked about, or where we know no question. */
  status: 'ok' | 'failed' | 'skipped';
  /** For the person who can fix it. */
  detail: string;
}

const NOT_SENT =
  'Not tested: Forge lets a page send no more requests at once. The next scan shows under Health whether AWS answers.';

/**
 * Asks AWS for one cheap read per permission. The session is of a region, whose regional services are asked; S3, IAM and
 * CloudTrail are asked where they answer for the whole account. Never rejects because of AWS.
 */
export async function testPermissions(session: AwsSession, permissions: string[]): Promise<PermissionTest[]> {
  const probes = new ConnectionProbes(session);
  return Promise.all(
    permissions.map(async (permission): Promise<PermissionTest> => {
      try {
        const skipped = await probes.probe(permission);
        return skipped === null
          ? { permission, status: 'ok', detail: 'AWS answered.' }
          : { permission, status: 'skipped', detail: skipped };
      } catch (error) {
        if (error instanceof RequestsSpentError) return { permission, status: 'skipped', detail: NOT_SENT };
        if (!(error instanceof UnreadableError)) throw error;
        return { permission, status: 'failed', detail: error.message };
      }
    }),
  );
}
