import SectionMessage from '@atlaskit/section-message';
import Spinner from '@atlaskit/spinner';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { PageModule, Placement } from '../api/sandbox';
import type { Hello, PortOffer } from '../frame/messages';
import { useColorMode } from '../theme';
import { BridgeHost } from './bridge-host';

/** Heights of Forge's named viewport sizes; without one the frame is as high as its content. */
const VIEWPORT_HEIGHTS = { small: '20vh', medium: '40vh', large: '70vh', xlarge: '90vh' } as const;
const SMALLEST_HEIGHT = 120;

interface AppFrameProps {
  module: PageModule;
  modules: PageModule[];
  placement: Placement;
  basePath: string;
}

/** A page of the app in its iframe, with the bridge attached. Give it a `key` for each place: a frame is never moved. */
export function AppFrame({ module, modules, placement, basePath }: AppFrameProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const host = useRef<BridgeHost | null>(null);
  const queries = useQueryClient();
  const colorMode = useColorMode();
  const latestColorMode = useRef(colorMode);
  const [height, setHeight] = useState<number | null>(null);
  const [connected, setConnected] = useState(false);
  const [generation, setGeneration] = useState(0);
  const origin = frameOrigin();
  const { issueKey, projectKey } = placement;

  useEffect(() => {
    latestColorMode.current = colorMode;
    host.current?.themeChanged({ colorMode });
  }, [colorMode]);

  useEffect(() => {
    let answered: string | null = null;
    const onMessage = (event: MessageEvent) => {
      if (event.source !== frame.current?.contentWindow || event.origin !== origin || !isHello(event.data))
        return;
      // A busy shell finds several hellos at once. The page takes the first port, so that one has to stay open.
      if (event.data.id === answered) return;
      answered = event.data.id;
      host.current?.close();
      const { port1, port2 } = new MessageChannel();
      host.current = new BridgeHost(port1, {
        module,
        modules,
        placement: {
          ...(issueKey === undefined ? {} : { issueKey }),
          ...(projectKey === undefined ? {} : { projectKey }),
        },
        basePath,
        theme: () => ({ colorMode: latestColorMode.current }),
        onHeight: setHeight,
        onRefresh: () => void queries.invalidateQueries(),
        onReload: () => setGeneration((last) => last + 1),
        onTitle: (title) => {
          document.title = title;
        },
      });
      const offer: PortOffer = { type: 'sandbox-bridge:port' };
      frame.current?.contentWindow?.postMessage(offer, origin, [port2]);
      setConnected(true);
    };
    window.addEventListener('message', onMessage);
    return () => {
      window.removeEventListener('message', onMessage);
      host.current?.close();
      host.current = null;
    };
  }, [module, modules, issueKey, projectKey, basePath, origin, queries]);

  const fixed = module.viewportSize === undefined ? null : VIEWPORT_HEIGHTS[module.viewportSize];
  return (
    <div className="app-frame">
      {!connected && <AppFrameWaiting title={module.title} />}
      <iframe
        key={generation}
        ref={frame}
        title={module.title}
        src={`${origin}/app/${module.resource}/index.html`}
        sandbox="allow-downloads allow-forms allow-modals allow-pointer-lock allow-same-origin allow-scripts"
        allow="clipboard-write"
        style={{ height: fixed ?? `${Math.max(height ?? 0, SMALLEST_HEIGHT)}px` }}
      />
    </div>
  );
}

const PATIENCE_MS = 8000;

function AppFrameWaiting({ title }: { title: string }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!late) {
    return (
      <div className="app-frame-waiting">
        <Spinner label={`Loading ${title}`} />
      </div>
    );
  }
  return (
    <SectionMessage appearance="error" title={`The page “${title}” does not answer`}>
      <p>Its scripts did not start. Look at the browser's console, then reload the page.</p>
    </SectionMessage>
  );
}

/**
 * Forge serves apps from another origin than Jira, so that a page cannot reach into Jira. Here 127.0.0.1 and localhost
 * take these parts: one server, two origins. Under any other name both are the same origin.
 */
function frameOrigin(): string {
  const { protocol, hostname, port } = window.location;
  const other = { '127.0.0.1': 'localhost', localhost: '127.0.0.1' }[hostname] ?? hostname;
  return `${protocol}//${other}${port === '' ? '' : `:${port}`}`;
}

function isHello(value: unknown): value is Hello {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    value.type === 'sandbox-bridge:hello' &&
    'id' in value &&
    typeof value.id === 'string'
  );
}
