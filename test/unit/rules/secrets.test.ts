import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  findSecrets,
  findSecretsInVariables,
  secretPatternsParameter,
  secretsAsEvidence,
} from '../../../src/rules/secrets';
import { expectNothingOf } from './expect-nothing-of';

const ALL = secretPatternsParameter().parse(undefined);
// Put together here, so that no scanner of this repository takes them for real.
const AWS_KEY = `AKIA${'IOSFODNN7EXAMPLE'}`;
const GITHUB = `ghp_${'a1B2'.repeat(9)}`;
const STRIPE = `sk_live_${'4eC39HqLyjWDarjtT1zdp7dc'}`;

const token = fc.constantFrom(AWS_KEY, GITHUB, STRIPE);
/** Drawn by lot, as no name is; the digits keep it from being taken for words. */
const password = fc.stringMatching(/^[a-z]{2}[0-9][A-Z][0-9]{2}[a-z][A-Za-z0-9]{5,20}$/);

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
    ['a short name', 'DB_PASS=Tr0ub4dor3', 'named-secret'],
    ['a short name in camel case', 'dbPass: Tr0ub4dor3', 'named-secret'],
    ['a token by its name', 'GITLAB_TOKEN=8f14e45fceea167a5a36dedd4bea2543', 'named-secret'],
    ['another token', 'API_TOKEN: "q7Xv-93kd-Lm2p-Zt81"', 'named-secret'],
    ['a secret key', "SECRET_KEY = 'django-insecure-9x!k2v^p0q'", 'named-secret'],
    ['an option', 'app-cli login --user app --password Tr0ub4dor3', 'named-secret'],
    ['a longer option', "agent --api-token='q7Xv93kdLm2pZt81'", 'named-secret'],
    ['docker login', 'docker login -u app -p Tr0ub4dor3 registry.example.com', 'named-secret'],
    ['sshpass', 'sshpass -p Tr0ub4dor3 ssh root@10.0.0.1', 'named-secret'],
    ['mysql', 'mysql -u root -pTr0ub4dor3 app', 'named-secret'],
    ['chpasswd', 'echo root:Tr0ub4dor3 | chpasswd', 'named-secret'],
    ['chpasswd with quotes', 'echo "root:Tr0ub4dor3" | sudo chpasswd', 'named-secret'],
    ['chpasswd by a here-string', "chpasswd <<< 'root:Tr0ub4dor3'", 'named-secret'],
    ['a password with a dollar', "DB_PASSWORD='Tr0ub$dor3'", 'named-secret'],
    ['one in double quotes', 'DB_PASSWORD="Tr0ub$dor3"', 'named-secret'],
    ['one without quotes', 'password: P$w0rd12', 'named-secret'],
    ['one with a dollar at its start', "DB_PASSWORD='$ecretpass1'", 'named-secret'],
    ['one that ends in a variable', 'DB_PASSWORD="Tr0ub4dor3-$STAGE"', 'named-secret'],
    ['one with a hash sign', 'DB_PASSWORD=ab#Tr0ub4dor3', 'named-secret'],
    ['JSON in JSON', '{"config": "{\\"password\\": \\"Tr0ub4dor3\\"}"}', 'named-secret'],
    ['an assignment in a value', 'ENVIRONMENT="DB_PASSWORD=Tr0ub4dor3"', 'named-secret'],
    ['an array of PHP', "'password' => 'Tr0ub4dor3',", 'named-secret'],
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
    ['a name of a secret in a variable that says less', 'DB_SECRET=prod/orders/db'],
    ['another one', 'ORDERS_SECRET: orders-db-v2'],
    ['a token of the metadata service', 'TOKEN=$(curl -X PUT http://169.254.169.254/latest/api/token)'],
    ['a token in a variable', 'curl -H "X-aws-ec2-metadata-token: $TOKEN"'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: as a script has it
    ['a token in braces', 'TOKEN="${GITLAB_TOKEN}"'],
    ['a password in a variable of lower case', 'DB_PASSWORD="$db_password"'],
    ['a password put together from variables', 'DB_PASSWORD="$PREFIX-$SUFFIX"'],
    ['a hash of a password', 'passwd: $6$rounds=4096$abcdefgh$0123456789abcdef'],
    ['an option that takes a variable', 'app-cli --password "$DB_PASSWORD"'],
    ['an option that reads the standard input', 'docker login -u app --password-stdin registry.example.com'],
    ['an option that asks', 'mysql -u root -p app'],
    ['chpasswd with a variable', 'echo "root:$PASSWORD" | chpasswd'],
    ['chpasswd with hashes', "echo 'root:0123456789abc' | chpasswd -e"],
    ['a word that ends alike', 'BYPASS=everything-else'],
    ['a proxy', 'proxy_pass http://backend-orders;'],
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
    fc.assert(
      fc.property(fc.string(), token, fc.string(), (before, token, after) => {
        const found = findSecrets(`${before} ${token} ${after}`, ALL);
        expect(found.length).toBeGreaterThan(0);
        expectNothingOf(token, found);
      }),
    );
  });

  it('never tells any of a password, however it is given', () => {
    const line = fc.constantFrom(
      (secret: string) => `DB_PASSWORD='${secret}'`,
      (secret: string) => `{"api_token": "${secret}"}`,
      (secret: string) => `app --password ${secret} --verbose`,
      (secret: string) => `docker login -u app -p ${secret}`,
      (secret: string) => `echo root:${secret} | chpasswd`,
    );
    fc.assert(
      fc.property(line, password, (line, password) => {
        const found = findSecrets(line(password), ALL);
        expect(found).toHaveLength(1);
        expectNothingOf(password, found);
      }),
    );
  });

  it('comes to an end on lines that are made to keep a pattern busy', { timeout: 20_000 }, () => {
    expect(kinds(`password=${'a:@/'.repeat(50_000)}`)).toEqual(['named-secret']);
    expect(kinds(`${'a+'.repeat(50_000)}://`)).toEqual([]);
    for (const text of [
      '-',
      '--a-',
      'echo a:',
      'mysql ',
      'docker login ',
      '"',
      '\\"',
      'a=',
      'token ',
      '${',
      ' ',
    ]) {
      expect(kinds(text.repeat(20_000))).toEqual([]);
    }
  });
});

describe('secretsAsEvidence', () => {
  it('names the first twenty, and says how many more there are', () => {
    const found = (count: number) => findSecrets(`${STRIPE}\n`.repeat(count), ALL);
    expect(secretsAsEvidence(found(20))).toHaveLength(20);
    expect(secretsAsEvidence(found(23))).toEqual([
      ...found(20).map(({ place, pattern }) => ({ place, pattern })),
      '… and 3 more',
    ]);
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

  it.each([
    ['a password with a dollar', { DB_PASSWORD: 'Tr0ub$dor3' }],
    ['a short name', { DB_PASS: 'Tr0ub4dor3' }],
    ['a token by its name', { GITLAB_TOKEN: '8f14e45fceea167a5a36dedd4bea2543' }],
    ['JSON', { CONFIG: '{"host": "db", "password": "Tr0ub4dor3"}' }],
    ['JSON over lines', { CONFIG: '{\n  "host": "db",\n  "password": "Tr0ub4dor3"\n}' }],
    ['options', { JAVA_OPTS: '-Xmx1g -Ddb.password=Tr0ub4dor3' }],
  ])('finds %s', (_, variables) => {
    expect(findSecretsInVariables(variables, ALL)).toEqual([
      { place: Object.keys(variables)[0], kind: 'a password or key', pattern: 'named-secret' },
    ]);
  });

  it.each([
    ['the name of a secret', { DB_SECRET: 'prod/orders/db' }],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: as a script has it
    ['a reference that the code resolves', { DB_PASSWORD: '${ssm:/orders/db}' }],
    ['a variable', { DB_PASSWORD: '$DB_PASSWORD' }],
    ['JSON without one', { CONFIG: '{"host": "db", "secret": "prod/orders/db"}' }],
  ])('leaves %s alone', (_, variables) => {
    expect(findSecretsInVariables(variables, ALL)).toEqual([]);
  });

  it('never tells any of the value', () => {
    const name = fc.constantFrom('DB_PASSWORD', 'API_TOKEN', 'DB_PASS', 'SECRET_KEY');
    fc.assert(
      fc.property(name, fc.oneof(token, password), (name, secret) => {
        for (const variables of [{ [name]: secret }, { CONFIG: `{"${name}": "${secret}"}` }]) {
          const found = findSecretsInVariables(variables, ALL);
          expect(found).toHaveLength(1);
          expectNothingOf(secret, [found, secretsAsEvidence(found)]);
        }
      }),
    );
  });
});
