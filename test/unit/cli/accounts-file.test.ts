import { describe, expect, it } from 'vitest';
import { parseAccountsFile } from '../../../src/cli/accounts-file';

const ENTRY = {
  id: '111122223333',
  name: 'prod',
  roleArn: 'arn:aws:iam::111122223333:role/CloudFindingsReadOnly',
  externalId: 'e-1234',
  regions: ['us-east-1'],
};

function problemOf(accounts: unknown): string {
  try {
    parseAccountsFile(typeof accounts === 'string' ? accounts : JSON.stringify(accounts), 'accounts.json');
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
  return 'none';
}

describe('parseAccountsFile', () => {
  it('reads accounts, with production as the tier that is not given', () => {
    expect(parseAccountsFile(JSON.stringify([ENTRY]), 'accounts.json')).toEqual([
      { ...ENTRY, tier: 'production' },
    ]);
  });

  it('reads "enabled" as every region, and leaves fields aside that it does not know', () => {
    const entry = { ...ENTRY, regions: 'enabled', ownerProjectKey: 'WEB' };
    expect(parseAccountsFile(JSON.stringify([entry]), 'f')).toMatchObject([{ regions: null }]);
  });

  it.each([
    [[{ ...ENTRY, id: '12' }], '[0].id: must be the 12 digits'],
    [[ENTRY, { ...ENTRY, id: 111122223333 }], '[1].id: must be a string'],
    [[{ ...ENTRY, name: ' ' }], '[0].name: must not be empty'],
    [[{ ...ENTRY, name: undefined }], '[0].name: is missing'],
    [[{ ...ENTRY, roleArn: 'CloudFindingsReadOnly' }], '[0].roleArn: must be the ARN of an IAM role'],
    [
      [{ ...ENTRY, roleArn: 'arn:aws:iam::999900001111:role/R' }],
      '[0].roleArn: must be a role of this same account',
    ],
    [[{ ...ENTRY, externalId: undefined }], '[0].externalId: is missing'],
    [[{ ...ENTRY, externalId: 'a b' }], '[0].externalId: must be 2 to 1224'],
    [[{ ...ENTRY, regions: 'all' }], '[0].regions: must be "enabled" or a list'],
    [[{ ...ENTRY, regions: undefined }], '[0].regions: must be "enabled" or a list'],
    [[{ ...ENTRY, regions: [] }], '[0].regions: must name at least one region'],
    [[{ ...ENTRY, regions: ['us-east-1', 'Frankfurt'] }], '[0].regions[1]: must be a region code'],
    [[ENTRY, ENTRY], '[1].id: is the account of [0] again'],
    [[], 'lists no account'],
    [{ accounts: [] }, 'must be a list of accounts'],
    ['[{"id":', 'is not JSON'],
  ])('names the entry and the field of %j', (accounts, problem) => {
    expect(problemOf(accounts)).toContain(`CliError: accounts.json: ${problem}`);
  });

  it('does not repeat what the file says', () => {
    expect(problemOf('[{"externalId": "very-secret", }]')).not.toContain('very-secret');
    expect(problemOf([{ ...ENTRY, externalId: 'very secret' }])).not.toContain('very secret');
  });
});
