import type { Engine } from '../../../shared/api/voices.ts';
import styles from './EngineCard.module.css';

const ms = (value: number | null) => (value === null ? '–' : `${Math.round(value).toLocaleString()} ms`);

const ofWhom = ({ circuit: { processes } }: Engine) =>
  processes === 1 ? 'Of this server, since it started' : `Of ${processes} processes, each since it started`;

/** Failures by their stable codes, as a person says them. */
const REASONS: Record<string, string> = {
  'engine-busy': 'too busy',
  'engine-quota': 'quota used up',
  'engine-rejected-key': 'key not accepted',
  'engine-unavailable': 'not reachable',
  'engine-refused': 'text refused',
  'synthesis-failed': 'unusable answer',
  'engine-failed': 'unusable answer',
  timeout: 'too slow',
  internal: 'unforeseen',
};

/** How an engine did in all processes of the installation. */
export function EngineStatistics({ engine }: { engine: Engine }) {
  const { statistics, active, waiting } = engine;
  const { requests, failures, failuresByCode, p50Ms, p95Ms, emaMs, cacheHits, cacheMisses } = statistics;
  const asked = cacheHits + cacheMisses;
  const numbers: [string, string][] = [
    ['Requests', requests.toLocaleString()],
    ['Failed', failures.toLocaleString()],
    ['Median', ms(p50Ms)],
    ['95th percentile', ms(p95Ms)],
    ['Lately', ms(emaMs)],
    ['From memory', asked === 0 ? '–' : `${Math.round((100 * cacheHits) / asked)} %`],
    ['At work', active.toLocaleString()],
    ['Waiting', waiting.toLocaleString()],
  ];
  const reasons = Object.entries(failuresByCode).map(([code, count]) => `${REASONS[code] ?? code}: ${count}`);
  return (
    <>
      <dl className={styles.numbers} title={ofWhom(engine)}>
        {numbers.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {reasons.length > 0 ? <p className={styles.failures}>Failures – {reasons.join(', ')}</p> : null}
    </>
  );
}
