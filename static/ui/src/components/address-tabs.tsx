import Tabs, { Tab, TabList, TabPanel } from '@atlaskit/tabs';
import type { ReactNode } from 'react';
import { useInAddress } from '../address';
import { TabContent } from './tab-content';

export interface TabOfPage {
  /** In the address: `accounts`. */
  name: string;
  label: string;
  content: ReactNode;
}

/** Tabs of which the page's address says which one is open. */
export function AddressTabs({
  id,
  tabs,
  name: nameInAddress = 'tab',
}: {
  id: string;
  tabs: readonly TabOfPage[];
  /** Tabs inside of tabs have another. */
  name?: string;
}) {
  const [open, setOpen] = useInAddress(nameInAddress, {
    read: (text) =>
      Math.max(
        0,
        tabs.findIndex(({ name }) => name === text),
      ),
    write: (index) => (index === 0 ? null : (tabs[index]?.name ?? null)),
  });
  return (
    <Tabs id={id} selected={open} onChange={setOpen}>
      <TabList>
        {tabs.map(({ name, label }) => (
          <Tab key={name}>{label}</Tab>
        ))}
      </TabList>
      {tabs.map(({ name, content }) => (
        <TabPanel key={name}>
          <TabContent>{content}</TabContent>
        </TabPanel>
      ))}
    </Tabs>
  );
}
