import { describe, expect, it } from 'vitest';
import { scrub } from '../../../src/log/scrub';

describe('what a log line may carry of somebody else’s text', () => {
  it.each([
    ['The user 712020:6f1c2a80-0a01-4c5e-9d10-000000000002 is unknown', 'The user (a person) is unknown'],
    ['assignee 5b10ac8d82e05b22cc7d4ef5: no', 'assignee (a person): no'],
    ['qm:712020:6f1c2a80-0a01-4c5e-9d10-000000000002', '(a person)'],
    ['mail to maya.okafor@harborpine.example now', 'mail to (an address) now'],
    ['the key AKIAIOSFODNN7EXAMPLE is', 'the key AKIA... is'],
    [`token FwoGZXIvYXdzE${'aB3/'.repeat(30)} in it`, 'token ... in it'],
  ])('is no person and no key: %s', (text, clean) => {
    expect(scrub(text)).toBe(clean);
  });

  it.each([
    'arn:aws:iam::111122223333:role/CloudFindingsReadOnly',
    'finding 3q2-7wAAECAwQFBgcICQ of run 6f1c2a80-0a01-8c5e-9d10-4a1b5c0e7f21',
    'vol-0a1b2c3d4e5f60718 in eu-west-1',
    'GET /rest/api/3/issue/10001/transitions',
  ])('is what finds a fault: %s', (text) => {
    expect(scrub(text)).toBe(text);
  });
});
