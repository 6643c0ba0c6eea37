import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useRouterState } from '@tanstack/react-router';
import { Ellipsis } from 'lucide-react';
import { reviewsQuery } from '../api/studio.ts';
import { Menu, MenuItem } from '../components/Menu.tsx';
import { Logo } from './Logo.tsx';
import styles from './Rail.module.css';
import { SECTIONS } from './sections.ts';
import { useMe } from './useMe.ts';
import { useWaitingChats } from './useWaitingChats.ts';
import { WorkspaceMenu } from './WorkspaceMenu.tsx';

/** Paths that belong to a section without lying under it. */
const HOME: Record<string, string> = {
  '/scripts': '/projects',
  '/compare': '/projects',
  '/batches': '/projects',
};

/** So many sections have room at the foot of a phone; the others are under More. */
const ON_A_PHONE = 4;

/** How much waits in a section for whoever looks. */
function Count({ of }: { of: number }) {
  return of === 0 ? null : (
    <span className={styles.count}>
      {of}
      <span className="visuallyHidden"> waiting for you</span>
    </span>
  );
}

/** Navigation: a rail at the left, a bar at the foot of a phone. */
export function Rail() {
  const { scopes } = useMe();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const reviews = useInfiniteQuery(reviewsQuery);
  const waiting: Partial<Record<string, number>> = {
    '/review': reviews.data?.pages[0]?.waitingForMe ?? 0,
    '/chat': useWaitingChats(),
  };
  const countOf = (to: string) => <Count of={waiting[to] ?? 0} />;
  const room = `/${path.split('/')[1]}`;
  const current = HOME[room] ?? room;
  const sections = SECTIONS.filter(({ needs }) => !needs || scopes.includes(needs));
  const rest = sections.slice(ON_A_PHONE);
  return (
    <nav className={styles.rail} aria-label="Main">
      <div className={styles.brand}>
        <Logo />
        <WorkspaceMenu />
      </div>
      <ul className={styles.list}>
        {sections.map(({ to, name, icon: Icon }, index) => (
          <li key={to} className={index < ON_A_PHONE ? undefined : styles.rest}>
            <Link to={to} className={styles.link} aria-current={current === to ? 'page' : undefined}>
              <Icon aria-hidden />
              <span>{name}</span>
              {countOf(to)}
            </Link>
          </li>
        ))}
        <li className={styles.more}>
          <Menu
            trigger={
              <button
                type="button"
                className={styles.link}
                aria-current={rest.some(({ to }) => to === current) ? 'page' : undefined}
              >
                <Ellipsis aria-hidden />
                <span>More</span>
                <Count of={rest.reduce((sum, { to }) => sum + (waiting[to] ?? 0), 0)} />
              </button>
            }
          >
            {rest.map(({ to, name, icon: Icon }) => (
              <MenuItem key={to} asChild>
                <Link to={to}>
                  <Icon aria-hidden /> {name} {countOf(to)}
                </Link>
              </MenuItem>
            ))}
          </Menu>
        </li>
      </ul>
    </nav>
  );
}
