import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { Scope } from '../../../shared/access.ts';
import { Scene } from '../../components/Scene.tsx';
import { useMe } from '../../frame/useMe.ts';
import styles from './SettingsScene.module.css';

const PAGES: readonly { to: string; name: string; needs?: Scope }[] = [
  { to: '/settings/account', name: 'My account' },
  { to: '/settings/members', name: 'Members' },
  { to: '/settings/workspace', name: 'Workspace' },
  { to: '/settings/pronunciation', name: 'Pronunciation' },
  { to: '/settings/keys', name: 'API keys', needs: 'keys:manage' },
  { to: '/settings/webhooks', name: 'Webhooks', needs: 'webhooks:manage' },
];

/** Settings, a page each; only those I may see. */
export function SettingsScene() {
  const { scopes } = useMe();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const pages = useRef<HTMLElement>(null);
  // On a phone the pages are wider than the screen: the present one must be in sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of page is what it follows
  useEffect(() => {
    pages.current?.querySelector('[aria-current]')?.scrollIntoView({ inline: 'center', block: 'nearest' });
  }, [path]);
  return (
    <Scene title="Settings">
      <nav ref={pages} aria-label="Settings" className={styles.pages}>
        {PAGES.filter(({ needs }) => !needs || scopes.includes(needs)).map(({ to, name }) => (
          <Link key={to} to={to} className={styles.page} aria-current={path === to ? 'page' : undefined}>
            {name}
          </Link>
        ))}
      </nav>
      <Outlet />
    </Scene>
  );
}
