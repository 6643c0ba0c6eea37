import { Outlet } from '@tanstack/react-router';
import { Scene } from '../../components/Scene.tsx';
import { type SubPage, SubPages } from '../../components/SubPages.tsx';

const PAGES: readonly SubPage[] = [
  { to: '/business/orders', name: 'Orders' },
  { to: '/business/appointments', name: 'Appointments' },
  { to: '/business/customers', name: 'Customers' },
  { to: '/business/products', name: 'Products' },
  { to: '/business/faq', name: 'Answers' },
  { to: '/business/hours', name: 'Hours and services' },
];

/** What agents look up and change: a page for each kind. */
export function BusinessScene() {
  return (
    <Scene
      title="Business data"
      lead="What agents look up, and change, when they talk for you: in chat, by the API and on the telephone."
    >
      <SubPages label="Business data" pages={PAGES} />
      <Outlet />
    </Scene>
  );
}
