import { LATENCY_STAGES } from '../../../../shared/calls/latencyStages.ts';
import type { CallDetail } from '../../../api/calls.ts';
import { formatDuration } from '../../../format/duration.ts';
import stages from '../timeline/Stages.module.css';
import { STAGE_NAMES } from '../timeline/stages.ts';
import styles from './Call.module.css';
import { timedTurns, wholeMs } from './moments.ts';

/** From the caller’s last word to the first sound of the answer, turn by turn, split into where the time went. */
export function LatencyBars({ call, onTurn }: { call: CallDetail; onTurn: (ms: number) => void }) {
  const turns = timedTurns(call.events);
  if (turns.length === 0) return null;
  const longest = Math.max(...turns.map(({ latency }) => wholeMs(latency)));
  const { latency } = call;
  return (
    <section className={styles.box} aria-label="Latency">
      <h2>Until the answer was heard</h2>
      {latency ? (
        <p className={styles.total}>
          Half within {Math.round(latency.p50Ms)} ms, 95 % within {Math.round(latency.p95Ms)} ms.
        </p>
      ) : null}
      <ul className={stages.legend} aria-hidden>
        {LATENCY_STAGES.map((stage) => (
          <li key={stage} className={stages.key} data-stage={stage}>
            {STAGE_NAMES[stage]}
          </li>
        ))}
      </ul>
      <ol className={styles.bars}>
        {turns.map((turn) => (
          <li key={turn.turnId}>
            <button type="button" className={styles.at} onClick={() => onTurn(turn.atMs)}>
              {formatDuration(turn.atMs)}
            </button>
            <div className={styles.bar} aria-hidden>
              {LATENCY_STAGES.map((stage) => (
                <div
                  key={stage}
                  className={stages.fill}
                  data-stage={stage}
                  title={`${STAGE_NAMES[stage]}: ${Math.round(turn.latency[stage])} ms`}
                  style={{ width: `${(100 * turn.latency[stage]) / longest}%` }}
                />
              ))}
            </div>
            <span className={styles.ms}>
              {Math.round(wholeMs(turn.latency))} ms
              <span className="visuallyHidden">
                :{' '}
                {LATENCY_STAGES.map(
                  (stage) => `${STAGE_NAMES[stage]} ${Math.round(turn.latency[stage])} ms`,
                ).join(', ')}
              </span>
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
