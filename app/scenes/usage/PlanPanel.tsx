import { useState } from 'react';
import type { UsageReport } from '../../../shared/api/usage.ts';
import { Button } from '../../components/Button.tsx';
import common from '../../components/common.module.css';
import { formatCount } from '../../format/amounts.ts';
import { useMe } from '../../frame/useMe.ts';
import { PlanDialog } from './PlanDialog.tsx';
import { includedIn } from './planInWords.ts';
import styles from './Usage.module.css';

/** The plan of the workspace, how much of it is used, and the way to another for who may choose. */
export function PlanPanel({ report: { month, plan } }: { report: UsageReport }) {
  const { role } = useMe();
  const [choosing, setChoosing] = useState(false);
  const { charactersPerMonth: most, customVoices, customVoicesMade } = plan;
  return (
    <section aria-label="Plan" className={styles.plan}>
      <div className={common.spread}>
        <div>
          <h2>Plan {plan.name}</h2>
          <p className={common.quiet}>{includedIn(plan)}.</p>
        </div>
        {role === 'owner' ? (
          <Button onClick={() => setChoosing(true)}>Change plan</Button>
        ) : (
          <p className={common.quiet}>The owner of the workspace chooses it.</p>
        )}
      </div>
      {most === null || most === 0 ? (
        <p>Spoken this month: {formatCount(month.characters)} characters.</p>
      ) : (
        <p className={styles.quota}>
          <label htmlFor="quota">
            {formatCount(month.characters)} of {formatCount(most)} characters this month; it begins anew on{' '}
            {month.resets}.
          </label>
          <meter id="quota" min={0} max={most} high={most * 0.9} value={month.characters} />
        </p>
      )}
      {customVoices === 0 && customVoicesMade === 0 ? null : (
        <p>
          Voices of your own: {customVoicesMade}
          {customVoices === null ? '' : ` of ${customVoices}`}.
        </p>
      )}
      {choosing ? <PlanDialog {...{ plan, month }} onClose={() => setChoosing(false)} /> : null}
    </section>
  );
}
