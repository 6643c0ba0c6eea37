import type { UsageReport } from '../../../shared/api/usage.ts';
import { formatCount, formatUsd } from '../../format/amounts.ts';
import { formatDuration } from '../../format/duration.ts';
import styles from './Usage.module.css';

/** The totals, and where the month leads. */
export function Summary({
  report: { total, costUsd, hitRate, answers, month, unusualDays },
}: {
  report: UsageReport;
}) {
  return (
    <>
      <dl className={styles.figures}>
        <div>
          <dt>Characters</dt>
          <dd>{formatCount(total.characters)}</dd>
        </div>
        <div>
          <dt>Requests</dt>
          <dd>{formatCount(total.requests)}</dd>
        </div>
        <div>
          <dt>Sound</dt>
          <dd>{formatDuration(total.seconds * 1000)}</dd>
        </div>
        <div>
          <dt>Cost by list price</dt>
          <dd>{formatUsd(costUsd)}</dd>
        </div>
        <div>
          <dt>From memory</dt>
          <dd>{hitRate === null ? '–' : `${Math.round(hitRate * 100)} %`}</dd>
        </div>
        {answers.answers === 0 ? null : (
          <div>
            <dt>Answers in conversations</dt>
            <dd>
              {formatCount(answers.answers)}, {Math.round((answers.hitRate ?? 0) * 100)} % from memory
            </dd>
          </div>
        )}
        <div>
          <dt>Workspace this month, at this rate</dt>
          <dd>
            {formatCount(month.forecastCharacters)} characters, {formatUsd(month.forecastUsd)}
          </dd>
        </div>
      </dl>
      {total.lostRequests > 0 ? (
        <p className={styles.note}>
          {total.lostRequests === 1
            ? 'How one request ended is not known: it counts as what it was estimated to be.'
            : `How ${formatCount(total.lostRequests)} requests ended is not known: they count as what they were estimated to be.`}
        </p>
      ) : null}
      {answers.unpriced > 0 ? (
        <p className={styles.note}>
          {answers.unpriced === 1
            ? 'One answer came from a model whose price is not known: it is not in the cost.'
            : `${formatCount(answers.unpriced)} answers came from models whose price is not known: they are not in the cost.`}
        </p>
      ) : null}
      {unusualDays.map(({ day, characters, usualCharacters }) => (
        <p key={day} role="status" className={styles.note} data-kind="warn">
          {day} is out of the ordinary: {formatCount(characters)} characters, where{' '}
          {formatCount(usualCharacters)} are usual.
        </p>
      ))}
    </>
  );
}
