import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react';
import { useFlowEdit } from './flowEdit.ts';
import styles from './ProblemList.module.css';
import type { FlowProblem } from './problems.ts';

const count = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`;

function Problems({
  problems,
  severity,
  onFlow,
}: {
  problems: readonly FlowProblem[];
  severity: FlowProblem['severity'];
  onFlow: () => void;
}) {
  const { content, select } = useFlowEdit();
  if (problems.length === 0) return null;
  const broken = severity === 'error';
  return (
    <section
      className={styles.problems}
      data-severity={severity}
      aria-label={broken ? 'Problems' : 'Warnings'}
    >
      <h2 role="status">
        {broken ? <CircleAlert aria-hidden /> : <TriangleAlert aria-hidden />}
        {broken ? `${count(problems.length, 'problem')} to mend` : count(problems.length, 'warning')}
      </h2>
      <ul>
        {problems.map(({ step, field, message }) => (
          <li key={`${step} ${field} ${message}`}>
            <button type="button" onClick={() => (step === null ? onFlow() : select(step))}>
              {step === null ? 'The whole flow' : (content.steps[step]?.title ?? step)}
            </button>
            : {message}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Everything that stands in the way of the flow being saved or used, each with the way to its step. */
export function ProblemList({ onFlow }: { /** Shows what holds for the whole flow. */ onFlow: () => void }) {
  const { problems } = useFlowEdit();
  if (problems.length === 0)
    return (
      <p className={styles.fine} role="status">
        <CircleCheck aria-hidden /> Every step is reached, leads somewhere, and the call can end.
      </p>
    );
  const of = (severity: FlowProblem['severity']) => problems.filter((one) => one.severity === severity);
  return (
    <div className={styles.both}>
      <Problems problems={of('error')} severity="error" onFlow={onFlow} />
      <Problems problems={of('warning')} severity="warning" onFlow={onFlow} />
    </div>
  );
}
