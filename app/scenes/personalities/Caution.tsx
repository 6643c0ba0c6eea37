import { Info } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './PersonalityScene.module.css';

/** What to know before going on. */
export function Caution({ children }: { children: ReactNode }) {
  return (
    <p className={styles.note}>
      <Info aria-hidden />
      <span>{children}</span>
    </p>
  );
}
