import { Outlet } from '@tanstack/react-router';
import { Scene } from '../../components/Scene.tsx';
import { type SubPage, SubPages } from '../../components/SubPages.tsx';

const PAGES: readonly SubPage[] = [
  { to: '/calls', name: 'Live' },
  { to: '/calls/history', name: 'History' },
  { to: '/calls/analytics', name: 'Analytics' },
  { to: '/calls/flows', name: 'Flows' },
  { to: '/calls/numbers', name: 'Numbers' },
];

/** Everything about telephone calls, a page each. */
export function CallsPages() {
  return (
    <Scene title="Calls">
      <SubPages label="Calls" pages={PAGES} />
      <Outlet />
    </Scene>
  );
}
