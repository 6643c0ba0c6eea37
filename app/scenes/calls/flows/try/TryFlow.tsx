import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { RotateCcw, Undo2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { TrialInput } from '../../../../../shared/api/calls/flows.ts';
import { flowTrialQuery } from '../../../../api/flows.ts';
import { Button } from '../../../../components/Button.tsx';
import { Select } from '../../../../components/Field.tsx';
import { ProblemMessage } from '../../../../components/ProblemMessage.tsx';
import { Skeleton } from '../../../../components/Skeleton.tsx';
import { useFlowEdit } from '../edit/flowEdit.ts';
import { Answers } from './Answers.tsx';
import { Entries } from './Entries.tsx';
import styles from './TryFlow.module.css';

const HOURS = { now: undefined, open: true, closed: false } as const;

/** The flow as it stands on the screen, tried by typing what a caller would say and press. */
export function TryFlow({ flowId }: { flowId: string }) {
  const { content, problems } = useFlowEdit();
  const [inputs, setInputs] = useState<TrialInput[]>([]);
  const [hours, setHours] = useState<keyof typeof HOURS>('now');
  const broken = problems.some(({ severity }) => severity === 'error');
  const trial = useQuery({
    ...flowTrialQuery(flowId, { content, open: HOURS[hours], inputs }),
    enabled: !broken,
    placeholderData: keepPreviousData,
  });
  const log = useRef<HTMLDivElement>(null);
  const length = trial.data?.transcript.length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is new is what it follows
  useEffect(() => {
    if (log.current) log.current.scrollTop = log.current.scrollHeight;
  }, [length]);
  return (
    <section className={styles.try} aria-label="Try the flow">
      <div className={styles.head}>
        <Select
          label="The business is"
          value={hours}
          onChange={(event) => setHours(event.currentTarget.value as keyof typeof HOURS)}
        >
          <option value="now">open or closed as it is now</option>
          <option value="open">open</option>
          <option value="closed">closed</option>
        </Select>
      </div>
      {broken ? (
        <p className={styles.note}>A flow with problems cannot be tried: mend them first.</p>
      ) : trial.error ? (
        <ProblemMessage error={trial.error} onRetry={() => void trial.refetch()} />
      ) : trial.data ? (
        <>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keys */}
          <div ref={log} className={styles.log} role="log" aria-label="What is heard" tabIndex={0}>
            <Entries entries={trial.data.transcript} />
          </div>
          <Answers
            waitsFor={trial.data.waitsFor}
            busy={trial.isPlaceholderData}
            onAnswer={(input) => setInputs([...inputs, input])}
          />
          <div className={styles.foot}>
            <Button
              size="small"
              kind="quiet"
              icon={<Undo2 aria-hidden />}
              disabled={inputs.length === 0}
              onClick={() => setInputs(inputs.slice(0, -1))}
            >
              Take back
            </Button>
            <Button
              size="small"
              kind="quiet"
              icon={<RotateCcw aria-hidden />}
              disabled={inputs.length === 0}
              onClick={() => setInputs([])}
            >
              Begin anew
            </Button>
          </div>
        </>
      ) : (
        <Skeleton height={44} count={4} />
      )}
    </section>
  );
}
