import { stableHex } from './world';

export interface Caller {
  accountId: string;
  arn: string;
  userId: string;
  /** The role that was assumed; null for the hub's user itself. */
  roleName: string | null;
}

export interface Credentials {
  accessKeyId: string;
  secret: string;
  /** Null for long-term keys. */
  sessionToken: string | null;
  /** Milliseconds since 1970. */
  expiresAt: number | null;
  caller: Caller;
}

/** The temporary credentials that STS has given out, and the ExternalIds that roles have learnt. */
export class Sessions {
  private readonly byKey = new Map<string, Credentials>();
  private readonly learntExternalIds = new Map<string, string>();
  private issued = 0;

  /** Gives out credentials of an assumed role until `expiresAt` (milliseconds since 1970). */
  issue(accountId: string, roleName: string, sessionName: string, expiresAt: number): Credentials {
    this.issued += 1;
    const seed = [accountId, roleName, sessionName, String(expiresAt), String(this.issued)];
    const roleId = roleIdOf(accountId, roleName);
    const credentials: Credentials = {
      accessKeyId: `ASIA${stableHex(16, 'key', ...seed).toUpperCase()}`,
      secret: stableHex(40, 'secret', ...seed),
      sessionToken: `sandbox-${stableHex(64, 'token', ...seed)}`,
      expiresAt,
      caller: {
        accountId,
        arn: `arn:aws:sts::${accountId}:assumed-role/${roleName}/${sessionName}`,
        userId: `${roleId}:${sessionName}`,
        roleName,
      },
    };
    this.byKey.set(credentials.accessKeyId, credentials);
    return credentials;
  }

  /** Everything that was given out, expired or not. */
  all(): Credentials[] {
    return [...this.byKey.values()];
  }

  find(accessKeyId: string): Credentials | undefined {
    return this.byKey.get(accessKeyId);
  }

  /** Whether the role accepts this ExternalId: the first that it is shown is the one it keeps. */
  matchesLearntExternalId(roleArn: string, externalId: string): boolean {
    const learnt = this.learntExternalIds.get(roleArn);
    if (learnt === undefined) this.learntExternalIds.set(roleArn, externalId);
    return learnt === undefined || learnt === externalId;
  }
}

/** The unique id (AROA...) of a role. */
export function roleIdOf(accountId: string, roleName: string): string {
  return `AROA${stableHex(17, 'role', accountId, roleName).toUpperCase()}`;
}
