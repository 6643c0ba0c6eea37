import type { CallReport } from '../../../../shared/api/calls/analytics.ts';
import { formatCount } from '../../../format/amounts.ts';
import styles from './Analytics.module.css';

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** When calls come: weekday by hour, darker where more do. */
export function Hours({ hours, timeZone }: Pick<CallReport, 'hours' | 'timeZone'>) {
  const counts = new Map(hours.map(({ weekday, hour, calls }) => [`${weekday} ${hour}`, calls]));
  const most = Math.max(1, ...counts.values());
  const [busiest] = [...hours].sort((a, b) => b.calls - a.calls);
  return (
    <figure className={styles.chart}>
      <figcaption>
        When calls come
        <span className={styles.more}>{timeZone}</span>
      </figcaption>
      <div
        className={styles.hours}
        role="img"
        aria-label={
          busiest
            ? `Busiest: ${WEEKDAYS[busiest.weekday - 1]} at ${busiest.hour}, ${formatCount(busiest.calls)} calls`
            : 'No calls'
        }
      >
        {WEEKDAYS.map((name, index) => (
          <div key={name} className={styles.hourRow}>
            <span>{name}</span>
            {HOURS.map((hour) => {
              const calls = counts.get(`${index + 1} ${hour}`) ?? 0;
              return (
                <span
                  key={hour}
                  className={styles.hour}
                  title={`${name} ${hour}:00: ${formatCount(calls)} calls`}
                  style={calls > 0 ? { opacity: 0.25 + (0.75 * calls) / most } : undefined}
                  data-some={calls > 0 || undefined}
                />
              );
            })}
          </div>
        ))}
      </div>
      <div className={styles.axis}>
        <span>0:00</span>
        <span>12:00</span>
        <span>24:00</span>
      </div>
    </figure>
  );
}
