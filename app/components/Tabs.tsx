import { Link, type LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import styles from './Tabs.module.css';

/** Views of one place, each with an address of its own. */
export function Tabs({ label, children }: { label: string; children: ReactNode }) {
  return (
    <nav className={styles.tabs} aria-label={label}>
      {children}
    </nav>
  );
}

export function Tab({
  current,
  count = 0,
  children,
  ...link
}: LinkProps & {
  current: boolean;
  /** What waits there. */
  count?: number;
  children: ReactNode;
}) {
  return (
    <Link
      {...link}
      className={styles.tab}
      // Where we are is a matter of one field of the address alone.
      activeOptions={{ exact: true, includeSearch: true }}
      aria-current={current ? 'page' : undefined}
    >
      {children}
      {count > 0 ? <span className={styles.count}>{count}</span> : null}
    </Link>
  );
}
