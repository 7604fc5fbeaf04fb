import type {
  ListServerCertificatesRequest,
  ListServerCertificatesResponse,
  ListVirtualMFADevicesRequest,
  ListVirtualMFADevicesResponse,
  VirtualMFADevice,
} from '@aws-sdk/client-iam';
import { paginate } from '../../paginate';
import type { Call } from '../../service';
import { iamArn, iamId } from './authorization-details';

/** Every device of the estate is assigned to somebody. */
export function listVirtualMfaDevices(
  input: ListVirtualMFADevicesRequest,
  call: Call,
): ListVirtualMFADevicesResponse {
  const all = input.AssignmentStatus === 'Unassigned' ? [] : [...devicesOfUsers(call), ...deviceOfRoot(call)];
  const { items, next } = paginate(
    all,
    { limit: input.MaxItems, token: input.Marker, limitName: 'MaxItems', tokenName: 'Marker' },
    call,
  );
  return { VirtualMFADevices: items, IsTruncated: next !== undefined, Marker: next };
}

function devicesOfUsers(call: Call): VirtualMFADevice[] {
  return Object.entries(call.account.iam.users)
    .filter(([, user]) => user.mfa)
    .map(([UserName, user]) => ({
      SerialNumber: iamArn(call, 'mfa', '/', UserName),
      User: {
        Path: user.path,
        UserName,
        UserId: iamId(call, 'AIDA', UserName),
        Arn: iamArn(call, 'user', user.path, UserName),
        CreateDate: call.world.dateOf(user.age),
      },
      EnableDate: call.world.dateOf(user.age),
    }));
}

/** The root user is listed with the account id for a user id, and without a name. */
function deviceOfRoot(call: Call): VirtualMFADevice[] {
  const { root } = call.account.iam;
  if (root.mfa !== 'virtual') return [];
  const made = call.world.dateOf(root.age);
  return [
    {
      SerialNumber: iamArn(call, 'mfa', '/', 'root-account-mfa-device'),
      User: {
        Path: '/',
        UserName: call.account.name,
        UserId: call.account.id,
        Arn: `arn:aws:iam::${call.account.id}:root`,
        CreateDate: made,
      },
      EnableDate: made,
    },
  ];
}

export function listServerCertificates(
  input: ListServerCertificatesRequest,
  call: Call,
): ListServerCertificatesResponse {
  const { items, next } = paginate(
    Object.entries(call.account.iam.serverCertificates),
    { limit: input.MaxItems, token: input.Marker, limitName: 'MaxItems', tokenName: 'Marker' },
    call,
  );
  return {
    ServerCertificateMetadataList: items.map(([ServerCertificateName, certificate]) => ({
      Path: certificate.path,
      ServerCertificateName,
      ServerCertificateId: iamId(call, 'ASCA', ServerCertificateName),
      Arn: iamArn(call, 'server-certificate', certificate.path, ServerCertificateName),
      UploadDate: call.world.dateOf(0),
      Expiration: call.world.dateOf(certificate.expired ?? -certificate.expiresIn),
    })),
    IsTruncated: next !== undefined,
    Marker: next,
  };
}
