import Button from '@atlaskit/button/new';
import CheckMarkIcon from '@atlaskit/icon/core/check-mark';
import CopyIcon from '@atlaskit/icon/core/copy';
import { Inline, Stack } from '@atlaskit/primitives';
import { useState } from 'react';
import { flagFailure } from '../flags';
import { ForeignText } from './foreign-text';

/** Code to take along. `label` names it for a screen reader and in the copy button: "AWS CLI". */
export function CodeBlock({ text, label }: { text: string; label: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
      setTimeout(() => setCopied(false), 2000);
    } catch (error) {
      flagFailure('The text could not be copied', error instanceof Error ? error : new Error(String(error)));
    }
  };
  return (
    <Stack space="space.100">
      {/* A scrolling box has to be reachable by keyboard. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls */}
      <section aria-label={label} tabIndex={0} className="code-block">
        <pre>
          <ForeignText text={text} />
        </pre>
      </section>
      <Inline alignInline="start">
        <Button iconBefore={copied ? CheckMarkIcon : CopyIcon} spacing="compact" onClick={() => void copy()}>
          {copied ? 'Copied' : `Copy ${label}`}
        </Button>
      </Inline>
    </Stack>
  );
}
