import type { ReactNode } from 'react';
import styles from './PersonalityScene.module.css';

/** One step on the way to a voice of one's own. */
export function Step({
  number,
  title,
  state,
  children,
}: {
  number: number;
  title: string;
  state?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className={styles.step} aria-label={title}>
      <header className={styles.stepHead}>
        <span className={styles.number} aria-hidden>
          {number}
        </span>
        <h3>{title}</h3>
        {state}
      </header>
      {children}
    </section>
  );
}
