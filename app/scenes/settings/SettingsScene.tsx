import { Outlet } from '@tanstack/react-router';
import type { Scope } from '../../../shared/access.ts';
import { Scene } from '../../components/Scene.tsx';
import { type SubPage, SubPages } from '../../components/SubPages.tsx';
import { useMe } from '../../frame/useMe.ts';

const PAGES: readonly (SubPage & { needs?: Scope })[] = [
  { to: '/settings/account', name: 'My account' },
  { to: '/settings/members', name: 'Members' },
  { to: '/settings/workspace', name: 'Workspace' },
  { to: '/settings/pronunciation', name: 'Pronunciation' },
  { to: '/settings/tools', name: 'Tools' },
  { to: '/settings/keys', name: 'API keys', needs: 'keys:manage' },
  { to: '/settings/webhooks', name: 'Webhooks', needs: 'webhooks:manage' },
];

/** Settings, a page each; only those I may see. */
export function SettingsScene() {
  const { scopes } = useMe();
  const pages = PAGES.filter(({ needs }) => !needs || scopes.includes(needs));
  return (
    <Scene title="Settings">
      <SubPages label="Settings" pages={pages} />
      <Outlet />
    </Scene>
  );
}
