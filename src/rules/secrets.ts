import { z } from 'zod';
import type { Json } from '../domain/json';
import { givesNamedSecret, holdsNamedSecret } from './named-secrets';

/** What looks like a credential: where, and of which kind; never any of its text. */
export interface FoundSecret {
  /** `line 12`, or the name of a variable. */
  place: string;
  /** As the end of a sentence: `an AWS access key`. */
  kind: string;
  /** The name of the pattern, by which it can be left out. */
  pattern: string;
}

interface SecretPattern {
  name: string;
  kind: string;
  expression: RegExp;
}

/**
 * Shapes of credentials that their issuers document, which hardly anything else has, and assignments to names that say so.
 * What repeats in them is bounded: the text is other people's, and could keep them busy for hours.
 * Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html, the issuers' own documents on tokens.
 */
const PATTERNS: SecretPattern[] = [
  { name: 'aws-access-key', kind: 'an AWS access key', expression: /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/ },
  {
    name: 'aws-secret-key',
    kind: 'an AWS secret access key',
    expression: /aws[_-]?secret[_-]?(?:access[_-]?)?key\W{0,5}[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/i,
  },
  { name: 'private-key', kind: 'a private key', expression: /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/ },
  {
    name: 'github-token',
    kind: 'a GitHub token',
    expression: /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{60,})/,
  },
  { name: 'gitlab-token', kind: 'a GitLab token', expression: /\bglpat-[\w-]{20,}/ },
  { name: 'slack-token', kind: 'a Slack token', expression: /\bxox[abposr]-[\w-]{10,}/ },
  { name: 'stripe-key', kind: 'a Stripe key', expression: /\b[rs]k_live_[A-Za-z0-9]{16,}/ },
  { name: 'google-api-key', kind: 'a Google API key', expression: /\bAIza[\w-]{35}\b/ },
  { name: 'sendgrid-key', kind: 'a SendGrid key', expression: /\bSG\.[\w-]{16,100}\.[\w-]{16}/ },
  { name: 'npm-token', kind: 'an npm token', expression: /\bnpm_[A-Za-z0-9]{36}\b/ },
  { name: 'atlassian-token', kind: 'an Atlassian token', expression: /\bATATT3[\w=-]{40,}/ },
  { name: 'jwt', kind: 'a signed token', expression: /\beyJ[\w-]{10,500}\.eyJ[\w-]{10,4000}\.[\w-]{10}/ },
  {
    name: 'password-in-url',
    kind: 'a password in a URL',
    expression: /\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s:/@]{1,200}:(?![$%{<*]|x{3,})[^\s:/@]{3,500}@/i,
  },
];

const NAMED = { name: 'named-secret', kind: 'a password or key' };

const names = [...PATTERNS, NAMED].map(({ name }) => name);

/** The `patterns` parameter of the rules that look for credentials. */
export function secretPatternsParameter() {
  return z
    .array(z.enum(names))
    .min(1, 'must name at least one pattern')
    .default([...names])
    .describe(`What to look for, of ${names.join(', ')}.`);
}

/** The credentials that a script or a configuration seems to hold, line by line, each kind once a line. */
export function findSecrets(text: string, patterns: readonly string[]): FoundSecret[] {
  return text.split('\n').flatMap((line, index) => {
    const place = `line ${index + 1}`;
    const shaped = PATTERNS.filter(({ expression }) => expression.test(line));
    const named = shaped.length === 0 && givesNamedSecret(line) ? [NAMED] : [];
    return [...shaped, ...named]
      .filter(({ name }) => patterns.includes(name))
      .map(({ name, kind }) => ({ place, kind, pattern: name }));
  });
}

/** The variables whose value seems to be a credential. */
export function findSecretsInVariables(
  variables: Readonly<Record<string, string>>,
  patterns: readonly string[],
): FoundSecret[] {
  return Object.entries(variables).flatMap(([place, value]) => {
    const shaped = PATTERNS.filter(
      ({ expression }) => expression.test(value) || expression.test(`${place}=${value}`),
    );
    const named = shaped.length === 0 && holdsNamedSecret(place, value) ? [NAMED] : [];
    return [...shaped, ...named]
      .filter(({ name }) => patterns.includes(name))
      .map(({ name, kind }) => ({ place, kind, pattern: name }));
  });
}

const MOST_SHOWN = 20;

/** Where they are and what they look like: the first twenty, and how many more there are. */
export function secretsAsEvidence(found: readonly FoundSecret[]): Json {
  const shown = found.slice(0, MOST_SHOWN).map(({ place, pattern }) => ({ place, pattern }));
  const rest = found.length - MOST_SHOWN;
  return rest > 0 ? [...shown, `… and ${rest} more`] : shown;
}
