import { type ReactNode, useEffect } from 'react';
import styles from './Doorway.module.css';
import { Logo } from './Logo.tsx';

/** The page of somebody who is not signed in yet. */
export function Doorway({ title, lead, children }: { title: string; lead: ReactNode; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · VoiceOps Studio`;
  }, [title]);
  return (
    <main className={styles.doorway}>
      <div className={styles.card}>
        <div className={styles.brand}>
          <Logo size={28} /> VoiceOps Studio
        </div>
        <header>
          <h1>{title}</h1>
          <p className={styles.lead}>{lead}</p>
        </header>
        {children}
      </div>
    </main>
  );
}
