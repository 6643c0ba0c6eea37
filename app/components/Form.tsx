import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx.ts';
import styles from './Form.module.css';

/** Fields under each other. The server checks too, so the browser's own bubbles are off. */
export function Form({ className, ...form }: ComponentProps<'form'>) {
  return <form noValidate {...form} className={cx(styles.form, className)} />;
}

/** A titled part of a settings page. */
export function Panel({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  return (
    <section className={styles.panel}>
      <header>
        <h2>{title}</h2>
        {lead ? <p className={styles.lead}>{lead}</p> : null}
      </header>
      {children}
    </section>
  );
}

/** Buttons in a row. */
export const Row = ({ children, end }: { children: ReactNode; end?: boolean }) => (
  <div className={cx(styles.row, end && styles.end)}>{children}</div>
);
