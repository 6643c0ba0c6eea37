import { type ReactNode, useEffect } from 'react';
import common from './common.module.css';
import { cx } from './cx.ts';
import styles from './Scene.module.css';

interface SceneProps {
  /** The heading, and the title of the page. */
  title: string;
  /** Stands under the heading. */
  lead?: ReactNode;
  /** Where this is, above the heading, e.g. a link to the project. */
  crumb?: ReactNode;
  actions?: ReactNode;
  /** `full` uses all of the width, for scenes with columns of their own. */
  width?: 'normal' | 'full';
  children: ReactNode;
}

/** Says in the title of the page what is shown. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · VoiceOps Studio`;
  }, [title]);
}

/** The outline of every scene: one h1, its actions, and the title of the page. */
export function Scene({ title, lead, crumb, actions, width = 'normal', children }: SceneProps) {
  useTitle(title);
  return (
    <div className={cx(styles.scene, width === 'full' && styles.full)}>
      <header className={common.spread}>
        <div className={styles.words}>
          {crumb ? <div className={styles.crumb}>{crumb}</div> : null}
          <h1>{title}</h1>
          {lead ? <p className={styles.lead}>{lead}</p> : null}
        </div>
        {actions ? <div className={styles.actions}>{actions}</div> : null}
      </header>
      {children}
    </div>
  );
}
