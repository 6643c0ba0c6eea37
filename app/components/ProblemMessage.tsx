import { TriangleAlert } from 'lucide-react';
import { ApiProblem } from '../api/problem.ts';
import { Button } from './Button.tsx';
import styles from './ProblemMessage.module.css';

interface ProblemMessageProps {
  error: Error;
  /** What is still there although it failed, e.g. `Your text is kept.` */
  kept?: string;
  /** Offered where trying again may help. */
  onRetry?: () => void;
}

/** Says what happened, what was kept and what to do, from the server's own words. */
export function ProblemMessage({ error, kept, onRetry }: ProblemMessageProps) {
  const problem = error instanceof ApiProblem ? error.problem : null;
  return (
    <div role="alert" className={styles.problem}>
      <TriangleAlert aria-hidden />
      <div className={styles.words}>
        <strong>{problem?.title ?? 'Something went wrong in this page'}</strong>
        <p>{problem?.detail ?? error.message}</p>
        {problem?.errors?.length ? (
          <ul className={styles.fields}>
            {problem.errors.map((one) => (
              <li key={`${one.field} ${one.message}`}>
                {one.field ? <code>{one.field}</code> : null} {one.message}
              </li>
            ))}
          </ul>
        ) : null}
        {kept ? <p>{kept}</p> : null}
        {problem?.correlationId && problem.status >= 500 ? (
          <p className={styles.id}>
            For your administrator: <code>{problem.correlationId}</code>
          </p>
        ) : null}
      </div>
      {onRetry && problem?.retryable !== false ? (
        <Button size="small" onClick={onRetry}>
          Try again
        </Button>
      ) : null}
    </div>
  );
}
