import Flag, { AutoDismissFlag, FlagGroup } from '@atlaskit/flag';
import Failure from '@atlaskit/icon/core/status-error';
import Information from '@atlaskit/icon/core/status-information';
import CheckCircle from '@atlaskit/icon/core/status-success';
import Warning from '@atlaskit/icon/core/status-warning';
import { useSyncExternalStore } from 'react';

export interface ShownFlag {
  id: string;
  type: 'info' | 'success' | 'warning' | 'error';
  title: string;
  description: string | undefined;
  /** Bold in the colour of its type, as Forge's `appearance` asks for. */
  bold: boolean;
  actions: { text: string; onClick: () => void }[];
  autoDismiss: boolean;
}

const ICONS = {
  success: { glyph: CheckCircle, label: 'Success', color: 'var(--ds-icon-success)' },
  info: { glyph: Information, label: 'Information', color: 'var(--ds-icon-information)' },
  warning: { glyph: Warning, label: 'Warning', color: 'var(--ds-icon-warning)' },
  error: { glyph: Failure, label: 'Error', color: 'var(--ds-icon-danger)' },
} as const;

let flags: ShownFlag[] = [];
const listeners = new Set<() => void>();

function change(next: ShownFlag[]): void {
  flags = next;
  for (const listener of listeners) listener();
}

/** Shows a flag in the corner of the site; one with the same id takes its place. */
export function showFlag(flag: ShownFlag): void {
  change([flag, ...flags.filter(({ id }) => id !== flag.id)]);
}

export function closeFlag(id: string): void {
  change(flags.filter((flag) => flag.id !== id));
}

export function flagOf(type: ShownFlag['type'], title: string, description?: string): ShownFlag {
  return {
    id: crypto.randomUUID(),
    type,
    title,
    description,
    bold: false,
    actions: [],
    autoDismiss: type === 'success' || type === 'info',
  };
}

/** The corner in which flags appear, those of the app's pages included. */
export function Flags() {
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => flags,
  );
  return (
    <FlagGroup onDismissed={(id) => closeFlag(String(id))}>
      {shown.map(({ id, type, title, description, bold, actions, autoDismiss }) => {
        const Shown = autoDismiss ? AutoDismissFlag : Flag;
        return (
          <Shown
            key={id}
            id={id}
            title={title}
            description={description}
            appearance={bold ? type : 'normal'}
            icon={<FlagIcon type={type} />}
            actions={actions.map(({ text, onClick }) => ({ content: text, onClick }))}
          />
        );
      })}
    </FlagGroup>
  );
}

function FlagIcon({ type }: { type: ShownFlag['type'] }) {
  const Icon = ICONS[type];
  return <Icon.glyph label={Icon.label} color={Icon.color} />;
}
