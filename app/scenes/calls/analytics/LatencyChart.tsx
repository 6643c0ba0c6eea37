import type { CallReport } from '../../../../shared/api/calls/analytics.ts';
import { formatCount } from '../../../format/amounts.ts';
import stages from '../timeline/Stages.module.css';
import { STAGE_NAMES } from '../timeline/stages.ts';
import styles from './Analytics.module.css';

const NAMES: Record<CallReport['latency']['stages'][number]['stage'], string> = {
  ...STAGE_NAMES,
  wholeMs: 'All of it',
};
const PERCENTILES = [
  ['p50Ms', 'p50'],
  ['p95Ms', 'p95'],
  ['p99Ms', 'p99'],
] as const;

/** How long callers wait for an answer, by stage: half, 95 and 99 of 100 turns are faster. */
export function LatencyChart({ latency }: Pick<CallReport, 'latency'>) {
  const { stages: rows, turns, interrupted } = latency;
  const longest = Math.max(1, ...rows.map(({ p99Ms }) => p99Ms));
  return (
    <section className={styles.chart} aria-label="Latency">
      <h2>
        Until the answer was heard
        <span className={styles.more}>
          {formatCount(turns)} turns
          {interrupted === null ? '' : `, ${Math.round(interrupted * 100)} % interrupted`}
        </span>
      </h2>
      {rows.length === 0 ? <p className={styles.more}>No turn was answered yet.</p> : null}
      {rows.length === 0 ? null : (
        <table className={styles.latency}>
          <thead>
            <tr>
              <th scope="col">Stage</th>
              <th aria-hidden />
              {PERCENTILES.map(([, name]) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.stage}>
                <th scope="row" className={stages.key} data-stage={row.stage}>
                  {NAMES[row.stage]}
                </th>
                <td aria-hidden>
                  <div className={styles.spread}>
                    {[...PERCENTILES].reverse().map(([key]) => (
                      <div
                        key={key}
                        className={stages.fill}
                        data-stage={row.stage}
                        data-percentile={key}
                        style={{ width: `${(100 * row[key]) / longest}%` }}
                      />
                    ))}
                  </div>
                </td>
                {PERCENTILES.map(([key]) => (
                  <td key={key}>{Math.round(row[key])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className={styles.more}>Milliseconds; stages do not add up, since each is sorted by itself.</p>
    </section>
  );
}
