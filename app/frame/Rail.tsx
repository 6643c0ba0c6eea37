import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useRouterState } from '@tanstack/react-router';
import { reviewsQuery } from '../api/studio.ts';
import { Logo } from './Logo.tsx';
import styles from './Rail.module.css';
import { SECTIONS } from './sections.ts';
import { useMe } from './useMe.ts';
import { WorkspaceMenu } from './WorkspaceMenu.tsx';

/** Paths that belong to a section without lying under it. */
const HOME: Record<string, string> = {
  '/scripts': '/projects',
  '/compare': '/projects',
  '/batches': '/projects',
};

/** Navigation: a rail at the left, a bar at the foot of a phone. */
export function Rail() {
  const { scopes } = useMe();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const reviews = useInfiniteQuery(reviewsQuery);
  const waiting = reviews.data?.pages[0]?.waitingForMe ?? 0;
  const room = `/${path.split('/')[1]}`;
  const current = HOME[room] ?? room;
  return (
    <nav className={styles.rail} aria-label="Main">
      <div className={styles.brand}>
        <Logo />
        <WorkspaceMenu />
      </div>
      <ul className={styles.list}>
        {SECTIONS.filter(({ needs }) => !needs || scopes.includes(needs)).map(({ to, name, icon: Icon }) => (
          <li key={to}>
            <Link to={to} className={styles.link} aria-current={current === to ? 'page' : undefined}>
              <Icon aria-hidden />
              <span>{name}</span>
              {to === '/review' && waiting > 0 ? (
                <span className={styles.count}>
                  {waiting}
                  <span className="visuallyHidden"> waiting for you</span>
                </span>
              ) : null}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
