import { ChevronRight, CircleAlert } from 'lucide-react';
import { waysOf } from '../../../../../shared/calls/checkFlow.ts';
import { Badge } from '../../../../components/Badge.tsx';
import { useFlowEdit, worstOf } from '../edit/flowEdit.ts';
import { KINDS } from '../edit/kinds.ts';
import { stepsInOrder } from '../edit/steps.ts';
import styles from './StepList.module.css';

/** The steps of the flow under each other, each with where it leads: for screens that are too small for the graph. */
export function StepList() {
  const { content, problems, select } = useFlowEdit();
  const titleOf = (id: string) => content.steps[id]?.title ?? `“${id}”, which is not there`;
  return (
    <ol className={styles.list} aria-label="Steps">
      {stepsInOrder(content).map((id) => {
        const step = content.steps[id];
        if (!step) return null;
        const { name, icon: Icon } = KINDS[step.kind];
        const ways = waysOf(step);
        const wrong = worstOf(problems, id);
        return (
          <li key={id}>
            <button type="button" className={styles.step} data-wrong={wrong} onClick={() => select(id)}>
              <Icon aria-hidden />
              <span className={styles.words}>
                <strong>{step.title}</strong>
                <span>
                  {name}
                  {id === content.start ? ' · calls begin here' : ''}
                </span>
                {ways.map(({ label, to }) => (
                  <span key={`${label} ${to}`} className={styles.way}>
                    {label} → {titleOf(to)}
                  </span>
                ))}
                {wrong ? (
                  <span>
                    <Badge tone={wrong === 'error' ? 'bad' : 'warn'} icon={<CircleAlert aria-hidden />}>
                      {wrong === 'error' ? 'Has problems' : 'Has warnings'}
                    </Badge>
                  </span>
                ) : null}
              </span>
              <ChevronRight aria-hidden />
            </button>
          </li>
        );
      })}
    </ol>
  );
}
