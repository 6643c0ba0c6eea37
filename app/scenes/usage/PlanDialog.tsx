import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { PlanState, UsageReport } from '../../../shared/api/usage.ts';
import { PLAN_TERMS, PLANS, type Plan } from '../../../shared/usage/plans.ts';
import { choosePlan } from '../../api/usage.ts';
import { Button } from '../../components/Button.tsx';
import common from '../../components/common.module.css';
import { Dialog } from '../../components/Dialog.tsx';
import { ProblemMessage } from '../../components/ProblemMessage.tsx';
import { notify } from '../../components/Toast.tsx';
import { changesWith, includedIn, inTheWay } from './planInWords.ts';
import styles from './Usage.module.css';

/** The plans side by side, what changes at once with the chosen one, and the act. */
export function PlanDialog({
  plan,
  month,
  onClose,
}: {
  plan: PlanState;
  month: UsageReport['month'];
  onClose: () => void;
}) {
  const client = useQueryClient();
  const [chosen, setChosen] = useState<Plan>(plan.plan);
  const use = { ...month, customVoicesMade: plan.customVoicesMade };
  const obstacle = inTheWay(chosen, use);
  const { name } = PLAN_TERMS[chosen];
  const choose = useMutation({
    mutationFn: choosePlan,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['usage'] });
      notify(`The workspace has the plan ${name} now.`);
    },
  });
  return (
    <Dialog
      title="Choose a plan"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="primary"
            disabled={chosen === plan.plan || obstacle !== null}
            busy={choose.isPending}
            onClick={() => choose.mutate(chosen, { onSuccess: onClose })}
          >
            {chosen === plan.plan ? 'Choose' : `Choose ${name}`}
          </Button>
        </>
      }
    >
      <fieldset className={styles.plans}>
        <legend className="visuallyHidden">Plan</legend>
        {PLANS.map((each) => (
          <label key={each} className={styles.choice}>
            <input
              type="radio"
              name="plan"
              disabled={!plan.choices.includes(each)}
              checked={chosen === each}
              onChange={() => setChosen(each)}
            />
            <span>
              {PLAN_TERMS[each].name}
              {each === plan.plan ? ' (now)' : ''}
              <span className={common.quiet}>
                {includedIn(PLAN_TERMS[each])}.
                {plan.choices.includes(each)
                  ? null
                  : ' More than this installation gives; who runs it can change that.'}
              </span>
            </span>
          </label>
        ))}
      </fieldset>
      <div role="status" className={styles.changes}>
        {chosen === plan.plan ? null : <h3>What changes at once</h3>}
        <ul>
          {changesWith(plan.plan, chosen, use).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
        {obstacle ? (
          <p className={styles.note} data-kind="warn">
            {obstacle}
          </p>
        ) : null}
      </div>
      {choose.error ? (
        <ProblemMessage error={choose.error} kept="The workspace keeps the plan it has." />
      ) : null}
    </Dialog>
  );
}
