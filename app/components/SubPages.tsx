import { Link, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import styles from './SubPages.module.css';

export interface SubPage {
  to: string;
  name: string;
}

/** The pages of a scene, of which one is shown. */
export function SubPages({ label, pages }: { label: string; pages: readonly SubPage[] }) {
  const path = useRouterState({ select: (state) => state.location.pathname });
  const nav = useRef<HTMLElement>(null);
  // On a phone the pages are wider than the screen: the present one must be in sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of page is what it follows
  useEffect(() => {
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ inline: 'center', block: 'nearest' });
  }, [path]);
  return (
    <nav ref={nav} aria-label={label} className={styles.pages}>
      {pages.map(({ to, name }) => (
        <Link
          key={to}
          to={to}
          // Of one that lies within another, only its own page is the present one.
          activeOptions={{ exact: true }}
          className={styles.page}
          aria-current={path === to ? 'page' : undefined}
        >
          {name}
        </Link>
      ))}
    </nav>
  );
}
