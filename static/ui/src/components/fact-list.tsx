import { Text } from '@atlaskit/primitives';
import { Fragment, type ReactNode } from 'react';

/** Names and values, side by side. A null value has nothing to say and is left out. */
export function FactList({ facts }: { facts: { name: string; value: ReactNode }[] }) {
  return (
    <dl className="fact-list">
      {facts
        .filter((fact) => fact.value !== null)
        .map((fact) => (
          <Fragment key={fact.name}>
            <dt>
              <Text color="color.text.subtle">{fact.name}</Text>
            </dt>
            <dd>{fact.value}</dd>
          </Fragment>
        ))}
    </dl>
  );
}
