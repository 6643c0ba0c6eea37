import styles from './EngineCard.module.css';

/** What came of a try, and how long it took. */
export function TriedAnswer({ tried }: { tried: { text: string; tookMs: number } | undefined }) {
  return (
    <p role="status" className={styles.tried}>
      {tried ? (
        <>
          {tried.text} <small>{Math.round(tried.tookMs).toLocaleString()} ms</small>
        </>
      ) : null}
    </p>
  );
}
