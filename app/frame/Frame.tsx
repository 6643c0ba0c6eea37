import { useQueryClient } from '@tanstack/react-query';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { followWorkspace } from '../api/live/followWorkspace.ts';
import type { LiveState } from '../api/live/stream.ts';
import { browserCall } from '../call/browserCall.ts';
import { useBrowserCall } from '../call/useBrowserCall.ts';
import { late } from '../components/late.tsx';
import { Toaster } from '../components/Toast.tsx';
import { TooltipProvider } from '../components/Tooltip.tsx';
import { Dock } from '../player/Dock.tsx';
import { listenForPlayerKeys } from '../player/shortcuts.ts';
import { usePlayer } from '../player/usePlayer.ts';
import styles from './Frame.module.css';
import { Rail } from './Rail.tsx';
import { TopBar } from './TopBar.tsx';

const CallPanel = late(() => import('../call/CallPanel.tsx').then((module) => module.CallPanel));
const CommandPalette = late(() => import('./CommandPalette.tsx').then((module) => module.CommandPalette));

/** Says where we are after each change of scene, and moves the focus there. */
function useArrival() {
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  const main = useRef<HTMLElement>(null);
  const first = useRef<string | undefined>(undefined);
  const [arrivedAt, setArrivedAt] = useState('');
  useEffect(() => {
    if (path === undefined) return;
    first.current ??= path;
    if (first.current === path) return;
    first.current = '';
    main.current?.focus({ preventScroll: true });
    setArrivedAt(document.title);
  }, [path]);
  return { main, arrivedAt };
}

/** What stands around every scene: navigation, search, the player and passing messages. */
export function Frame() {
  const client = useQueryClient();
  const [live, setLive] = useState<LiveState>('connecting');
  const [searching, setSearching] = useState(false);
  const { main, arrivedAt } = useArrival();
  const calling = useBrowserCall() !== null;
  const hasTracks = usePlayer().tracks.length > 0;
  useEffect(() => followWorkspace(client, setLive), [client]);
  useEffect(listenForPlayerKeys, []);
  // Behind the page, so that what is typed after its keys goes into the palette, and no call goes on without its panel.
  useEffect(() => {
    CommandPalette.fetch();
    CallPanel.fetch();
  }, []);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      setSearching((open) => !open);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return (
    <TooltipProvider delayDuration={400}>
      <div className={styles.frame} data-dock={hasTracks || undefined} data-calling={calling || undefined}>
        <a href="#main" className={styles.skip}>
          Skip to content
        </a>
        <Rail />
        <div className={styles.column}>
          <TopBar live={live} onSearch={() => setSearching(true)} />
          <main id="main" ref={main} tabIndex={-1} className={styles.main}>
            <Outlet />
          </main>
          <Dock />
        </div>
        {calling ? <CallPanel onMissing={() => browserCall.hangUp()} /> : null}
        <Toaster />
        <div className="visuallyHidden" aria-live="polite">
          {arrivedAt}
        </div>
        {searching ? (
          <CommandPalette onClose={() => setSearching(false)} onMissing={() => setSearching(false)} />
        ) : null}
      </div>
    </TooltipProvider>
  );
}
