import type { CallFigures } from '../../../../shared/api/calls/analytics.ts';
import styles from './Analytics.module.css';

type Day = CallFigures & { day: string };
const HEIGHT = 100;

interface DayBarsProps {
  title: string;
  days: readonly Day[];
  /** Null: nothing is known of that day. */
  value: (day: Day) => number | null;
  words: (value: number) => string;
  /** Ends of the axis where they are not the figures’ own. */
  least?: number;
  most?: number;
}

/** One figure day by day, as bars from zero; each says its day and value, and a table says all of them. */
export function DayBars({ title, days, value, words, least = 0, most }: DayBarsProps) {
  const values = days.map(value);
  const highest = most ?? Math.max(Number.EPSILON, ...values.map((each) => each ?? 0));
  const y = (of: number) => HEIGHT - ((of - least) / (highest - least)) * HEIGHT;
  const zero = y(0);
  return (
    <figure className={styles.chart}>
      <figcaption>
        {title}
        <span className={styles.more}>
          {most === undefined ? `at most ${words(highest)}` : `${words(least)} to ${words(most)}`}
        </span>
      </figcaption>
      <svg
        viewBox={`0 0 ${days.length * 10} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${title}, ${values.filter((each) => each !== null && each !== 0).length} of ${days.length} days with a value`}
      >
        {days.map((day, n) => {
          const of = values[n] ?? null;
          if (of === null || (of === 0 && least === 0)) return null;
          const top = Math.min(zero, y(of));
          const height = Math.max(2, Math.abs(zero - y(of)));
          return (
            <g key={day.day}>
              <title>{`${day.day}: ${words(of)}`}</title>
              <rect x={n * 10} width={10} y={0} height={HEIGHT} className={styles.reach} />
              <rect
                x={n * 10 + 1}
                width={8}
                y={of === 0 ? zero - 1 : top}
                height={height}
                className={styles.bar}
                data-below={of < 0 || undefined}
              />
            </g>
          );
        })}
        {least < 0 ? <line x1={0} x2={days.length * 10} y1={zero} y2={zero} className={styles.zero} /> : null}
      </svg>
      <div className={styles.axis}>
        <span>{days[0]?.day}</span>
        <span>{days.at(-1)?.day}</span>
      </div>
      <table className="visuallyHidden">
        <caption>{title}</caption>
        <tbody>
          {days.map((day, n) => {
            const of = values[n] ?? null;
            return of === null || of === 0 ? null : (
              <tr key={day.day}>
                <th scope="row">{day.day}</th>
                <td>{words(of)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </figure>
  );
}
