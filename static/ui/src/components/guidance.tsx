import Heading from '@atlaskit/heading';
import { Stack, Text } from '@atlaskit/primitives';
import SectionMessage from '@atlaskit/section-message';
import Tabs, { Tab, TabList, TabPanel } from '@atlaskit/tabs';
import type { GuidanceView } from '../../../../src/contract/findings';
import { CodeBlock } from './code-block';
import { ExternalLink } from './external-link';
import { TabContent } from './tab-content';

/** Why it matters and how to fix it, by whichever way the reader works. */
export function Guidance({ guidance }: { guidance: GuidanceView }) {
  return (
    <Stack space="space.200">
      <Stack space="space.075">
        <Heading size="xsmall" as="h3">
          Why it matters
        </Heading>
        <Text>{guidance.why}</Text>
      </Stack>
      <Stack space="space.100">
        <Heading size="xsmall" as="h3">
          How to fix it
        </Heading>
        {guidance.before !== '' && (
          <SectionMessage appearance="warning" title="Before you change it" headingLevel="h4">
            <p>{guidance.before}</p>
          </SectionMessage>
        )}
        <Tabs id="guidance">
          <TabList>
            <Tab>Console</Tab>
            <Tab>CLI</Tab>
            <Tab>Terraform</Tab>
          </TabList>
          <TabPanel>
            <TabContent>
              <ol className="plain-list">
                {guidance.console.map((step) => (
                  <li key={step}>{step}</li>
                ))}
              </ol>
            </TabContent>
          </TabPanel>
          <TabPanel>
            <TabContent>
              <CodeBlock text={guidance.cli} label="AWS CLI" />
            </TabContent>
          </TabPanel>
          <TabPanel>
            <TabContent>
              <CodeBlock text={guidance.terraform} label="Terraform" />
            </TabContent>
          </TabPanel>
        </Tabs>
      </Stack>
      {guidance.links.length > 0 && (
        <Stack space="space.075">
          <Heading size="xsmall" as="h3">
            Read more
          </Heading>
          <ul className="plain-list">
            {guidance.links.map((link) => (
              <li key={link.url}>
                <ExternalLink href={link.url}>{link.title}</ExternalLink>
              </li>
            ))}
          </ul>
        </Stack>
      )}
    </Stack>
  );
}
