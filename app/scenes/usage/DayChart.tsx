import type { UsageReport } from '../../../shared/api/usage.ts';
import { addDays } from '../../../shared/usage/days.ts';
import { formatCount, formatUsd } from '../../format/amounts.ts';
import styles from './Usage.module.css';

const HEIGHT = 120;

/** Characters by day as bars: what engines spoke, and above it what came from memory. The tables say the same in words. */
export function DayChart({ report }: { report: UsageReport }) {
  const used = new Map(report.days.map((each) => [each.day, each]));
  const days: string[] = [];
  for (let day = report.from; day <= report.to; day = addDays(day, 1)) days.push(day);
  const most = Math.max(1, ...report.days.map(({ characters }) => characters));
  const unusual = new Set(report.unusualDays.map(({ day }) => day));
  return (
    <figure className={styles.chart}>
      <figcaption>
        Characters by day, at most {formatCount(most)}
        <span className={styles.key} data-kind="spoken">
          spoken
        </span>
        <span className={styles.key} data-kind="cached">
          from memory
        </span>
      </figcaption>
      <svg
        viewBox={`0 0 ${days.length * 10} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${report.days.length} days with use from ${report.from} to ${report.to}`}
      >
        {days.map((day, n) => {
          const each = used.get(day);
          if (!each) return null;
          const whole = Math.max(2, (each.characters / most) * HEIGHT);
          const cached = (each.cachedCharacters / most) * HEIGHT;
          return (
            <g key={day} data-unusual={unusual.has(day) || undefined}>
              <title>{`${day}: ${formatCount(each.characters)} characters, ${formatUsd(each.costUsd)}`}</title>
              <rect x={n * 10 + 1} width={8} y={HEIGHT - whole} height={whole} className={styles.bar} />
              <rect x={n * 10 + 1} width={8} y={HEIGHT - whole} height={cached} className={styles.cached} />
            </g>
          );
        })}
      </svg>
      <div className={styles.axis}>
        <span>{report.from}</span>
        <span>{report.to}</span>
      </div>
    </figure>
  );
}
