import { type ReactNode, useId } from 'react';
import { useCan } from '../../../frame/useMe.ts';
import styles from './Editor.module.css';

/** A titled part of the editor; who may not change personalities reads it. */
export function Part({ title, foot, children }: { title: string; foot?: ReactNode; children: ReactNode }) {
  const id = useId();
  const mayManage = useCan('voices:manage');
  return (
    <section className={styles.part} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <fieldset className={styles.fieldset} aria-labelledby={id} disabled={!mayManage}>
        {children}
      </fieldset>
      {foot}
    </section>
  );
}
