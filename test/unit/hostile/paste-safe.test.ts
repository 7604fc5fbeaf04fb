import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../../src/rules/index';
import { pasteSafe } from '../../../src/rules/paste-safe';

const TARGET = {
  accountId: '111122223333',
  region: 'eu-central-1',
  resourceId: 'orders',
  resourceArn: 'arn:aws:sns:eu-central-1:111122223333:orders',
};
const HOSTILE = [
  '$(touch pwned)',
  '`touch pwned`',
  'a"; touch pwned; "',
  "a'; touch pwned; '",
  'a\ntouch pwned',
  'a | touch pwned',
  '$' + '{file("/etc/passwd")}',
  '--endpoint-url=http://evil.example',
  'file:///etc/passwd',
  'a\u202Egnp.exe',
];

describe('commands with the name of a resource in them', () => {
  it.each(HOSTILE)('never hold %j, in no rule', (name) => {
    const target = pasteSafe({ ...TARGET, resourceId: name, resourceArn: `${TARGET.resourceArn}/${name}` });
    for (const { guidance } of catalogue) {
      expect(guidance.cli(target)).not.toContain(name);
      expect(guidance.terraform(target)).not.toContain(name);
    }
  });

  it('leave an ordinary name as it is', () => {
    expect(pasteSafe(TARGET)).toEqual(TARGET);
  });

  it('hold nothing that a shell or Terraform reads as more than text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (resourceId) => {
        const safe = pasteSafe({ ...TARGET, resourceId }).resourceId;
        if (safe !== '<resource-id>') expect(safe).not.toMatch(/^-|[\s"'`$\\;&|<>(){}!*?~#[\]]|\p{C}/u);
      }),
    );
  });
});
