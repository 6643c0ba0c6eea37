import { formatCount } from '../../../format/amounts.ts';
import styles from './Analytics.module.css';

interface BarRow {
  key: string;
  name: string;
  /** Null: not known. */
  count: number | null;
  /** Said beside the count. */
  more?: string;
  /** Narrows everything to this row. */
  onChoose?: () => void;
}

/** Shares as bars with their words and counts beside. */
export function BarList({
  title,
  rows,
  words = formatCount,
}: {
  title: string;
  rows: BarRow[];
  words?: (count: number) => string;
}) {
  const most = Math.max(Number.EPSILON, ...rows.map(({ count }) => count ?? 0));
  return (
    <section className={styles.chart} aria-label={title}>
      <h2>{title}</h2>
      {rows.length === 0 ? <p className={styles.more}>Nothing yet.</p> : null}
      <ul className={styles.rows}>
        {rows.map(({ key, name, count, more, onChoose }) => (
          <li key={key}>
            {onChoose && count ? (
              <button type="button" className={styles.choose} onClick={onChoose}>
                {name}
              </button>
            ) : (
              <span>{name}</span>
            )}
            <span className={styles.track} aria-hidden>
              <span className={styles.share} style={{ width: `${(100 * (count ?? 0)) / most}%` }} />
            </span>
            <span className={styles.count}>
              {count === null ? 'not known' : words(count)}
              {more ? <span className={styles.more}> · {more}</span> : null}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
