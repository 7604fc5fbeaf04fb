import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findSecrets, findSecretsInVariables, secretPatternsParameter } from '../../../src/rules/secrets';

const ALL = secretPatternsParameter().parse(undefined);
// Put together here, so that no scanner of this repository takes them for real.
const AWS_KEY = `AKIA${'IOSFODNN7EXAMPLE'}`;
const GITHUB = `ghp_${'a1B2'.repeat(9)}`;
const STRIPE = `sk_live_${'4eC39HqLyjWDarjtT1zdp7dc'}`;

const kinds = (text: string) => findSecrets(text, ALL).map(({ pattern }) => pattern);

describe('findSecrets', () => {
  it.each([
    ['an access key', `export AWS_ACCESS_KEY_ID=${AWS_KEY}`, 'aws-access-key'],
    [
      'a secret key',
      `aws_secret_access_key = ${'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'}`,
      'aws-secret-key',
    ],
    ['a private key', '-----BEGIN RSA PRIVATE KEY-----', 'private-key'],
    ['a GitHub token', `git clone https://x-access-token:${GITHUB}@github.com/acme/app`, 'github-token'],
    ['a Stripe key', `STRIPE=${STRIPE}`, 'stripe-key'],
    ['a password in a URL', 'DATABASE_URL=postgres://app:hunter22@db.internal/app', 'password-in-url'],
    ['a password by its name', "mysql_password: 'correct horse battery'", 'named-secret'],
    ['a password in JSON', '{"user": "app", "dbPassword": "Tr0ub4dor3"}', 'named-secret'],
    ['an exported password', 'export DB_PASSWORD="s3cr3t-value"', 'named-secret'],
  ])('finds %s', (_, line, pattern) => {
    expect(kinds(line)).toContain(pattern);
  });

  it.each([
    ['a reference to a variable', 'DB_PASSWORD=$PASSWORD'],
    ['a command', 'DB_PASSWORD=$(aws secretsmanager get-secret-value --secret-id app/db)'],
    ['a template', 'password: "{{ vault_password }}"'],
    ['a place', 'DB_PASSWORD_FILE=/run/secrets/db'],
    ['an ARN', 'DB_SECRET=arn:aws:secretsmanager:eu-west-1:111122223333:secret:db'],
    ['a name of a secret', 'SECRET_NAME=app/db'],
    ['a placeholder', 'password=changeme'],
    ['a URL whose password is a variable', 'postgres://app:$PASSWORD@db/app'],
    ['a URL without one', 'https://example.com:8443/path?x=1'],
    ['prose', '# the password is fetched from Secrets Manager at boot'],
    ['an installation', 'dnf install -y nginx && systemctl enable --now nginx'],
  ])('leaves %s alone', (_, line) => {
    expect(kinds(line)).toEqual([]);
  });

  it('says in which line, once for each kind', () => {
    expect(findSecrets(`#!/bin/sh\n\nexport KEY=${AWS_KEY}\n`, ALL)).toEqual([
      { place: 'line 3', kind: 'an AWS access key', pattern: 'aws-access-key' },
    ]);
  });

  it('looks for what it is asked to look for', () => {
    expect(findSecrets(`KEY=${AWS_KEY}`, ['stripe-key'])).toEqual([]);
  });

  it('never tells any of the secret, whatever surrounds it', () => {
    const secret = fc.constantFrom(AWS_KEY, GITHUB, STRIPE);
    fc.assert(
      fc.property(fc.string(), secret, fc.string(), (before, token, after) => {
        const found = findSecrets(`${before} ${token} ${after}`, ALL);
        expect(found.length).toBeGreaterThan(0);
        const told = JSON.stringify(found);
        for (let at = 0; at + 8 <= token.length; at += 1) expect(told).not.toContain(token.slice(at, at + 8));
      }),
    );
  });

  it('comes to an end on lines that are made to keep a pattern busy', { timeout: 20_000 }, () => {
    expect(kinds(`password=${'a:@/'.repeat(50_000)}`)).toEqual(['named-secret']);
    expect(kinds(`${'a+'.repeat(50_000)}://`)).toEqual([]);
  });
});

describe('findSecretsInVariables', () => {
  it('names the variable', () => {
    const variables = {
      STAGE: 'prod',
      DB_PASSWORD: 'Tr0ub4dor3',
      STRIPE,
      SECRET_NAME: 'app/db',
      LOG: 'info',
    };
    expect(findSecretsInVariables(variables, ALL).map(({ place }) => place)).toEqual([
      'DB_PASSWORD',
      'STRIPE',
    ]);
  });
});
