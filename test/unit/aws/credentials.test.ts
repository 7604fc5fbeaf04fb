import { afterEach, describe, expect, it } from 'vitest';
import { assumeAccountRole, callerIdentity, enabledRegions } from '../../../src/aws/credentials';
import { type Answer, type RawServer, rawServer } from './http-server';

const HUB = { accessKeyId: 'AKIAHUBHUBHUBHUBHUB1', secretAccessKey: 'hub-secret-of-this-test' };
const ACCOUNT = {
  roleArn: 'arn:aws:iam::111122223333:role/CloudFindingsReadOnly',
  externalId: 'the-external-id-of-this-test',
};

let server: RawServer;
afterEach(() => server.close());

const assumed = (expiration = '2026-01-15T13:00:00Z') => ({
  body: `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIA1</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>${expiration}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
});

function refused(code: string, message: string, status = 403): Answer {
  return {
    status,
    body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
  };
}

describe('assumeAccountRole', () => {
  const assume = async (answer: Answer) => {
    server = await rawServer(() => answer);
    return assumeAccountRole(HUB, ACCOUNT, { endpoint: server.url });
  };

  it('asks for an hour as cloud-findings, with the external id', async () => {
    await expect(assume(assumed())).resolves.toEqual({
      accessKeyId: 'ASIA1',
      secretAccessKey: 's',
      sessionToken: 't',
      expiration: new Date('2026-01-15T13:00:00Z'),
    });
    expect(Object.fromEntries(new URLSearchParams(server.requests[0]?.body))).toMatchObject({
      RoleArn: ACCOUNT.roleArn,
      RoleSessionName: 'cloud-findings',
      ExternalId: ACCOUNT.externalId,
      DurationSeconds: '3600',
    });
  });

  it.each([
    ['AccessDenied', 'User is not authorized to perform: sts:AssumeRole', 'refused', 'access-denied'],
    [
      'AccessDenied',
      'User is not authorized to perform: sts:AssumeRole because no identity-based policy allows the sts:AssumeRole action',
      'hub-policy',
      'access-denied',
    ],
    [
      'InvalidClientTokenId',
      'The security token included in the request is invalid.',
      'hub-credentials',
      'credentials',
    ],
    ['SignatureDoesNotMatch', 'The request signature does not match', 'hub-credentials', 'credentials'],
    ['ExpiredToken', 'The security token is expired', 'hub-credentials', 'credentials'],
    ['ValidationError', 'is malformed', 'error', 'error'],
  ])('tells %s (%s) as %s', async (code, message, problem, reason) => {
    const error = await assume(refused(code, message, code === 'ValidationError' ? 400 : 403)).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({
      name: 'AssumeRoleError',
      problem,
      unreadable: { operation: 'sts:AssumeRole', region: 'global', reason },
    });
    expect(String(error)).toContain(ACCOUNT.roleArn);
  });

  it('says what to check where AWS does not say what is wrong, and never a secret', async () => {
    const error = await assume(refused('AccessDenied', 'Not authorized')).catch(String);
    expect(error).toMatch(/role exists.*trust policy.*external id/);
    expect(error).not.toContain(ACCOUNT.externalId);
    expect(error).not.toContain(HUB.secretAccessKey);
  });

  it('asks to try again where STS was not reached', async () => {
    await expect(assume({ body: '', cut: true })).rejects.toMatchObject({ problem: 'unavailable' });
  });

  it('does not take an answer without credentials for a role', async () => {
    await expect(assume({ body: '<html><body>Sign in</body></html>' })).rejects.toMatchObject({
      problem: 'error',
    });
  });
});

describe('callerIdentity', () => {
  it('tells whose the credentials are', async () => {
    server = await rawServer(() => ({
      body: '<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::999900001111:user/hub</Arn><Account>999900001111</Account></GetCallerIdentityResult></GetCallerIdentityResponse>',
    }));
    await expect(callerIdentity(HUB, { endpoint: server.url })).resolves.toEqual({
      arn: 'arn:aws:iam::999900001111:user/hub',
      accountId: '999900001111',
    });
  });
});

describe('enabledRegions', () => {
  const regions = async (body: string) => {
    server = await rawServer(() => ({ body }));
    return enabledRegions(HUB, { endpoint: server.url });
  };

  it('lists them in alphabetical order', async () => {
    const item = (name: string) => `<item><regionName>${name}</regionName></item>`;
    await expect(
      regions(`<R><regionInfo>${item('us-east-1')}${item('eu-west-1')}</regionInfo></R>`),
    ).resolves.toEqual(['eu-west-1', 'us-east-1']);
  });

  it.each(['<R><regionInfo/></R>', '<R/>', ''])(
    'does not take %j for an account without regions',
    async (body) => {
      await expect(regions(body)).rejects.toMatchObject({
        operation: 'ec2:DescribeRegions',
        reason: 'error',
      });
    },
  );
});
