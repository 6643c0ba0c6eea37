import { useMutation } from '@tanstack/react-query';
import { ShieldAlert, ShieldCheck } from 'lucide-react';
import { verifyAudit } from '../../api/operations.ts';
import { Button } from '../../components/Button.tsx';
import { ProblemMessage } from '../../components/ProblemMessage.tsx';
import { Time } from '../../components/Time.tsx';
import styles from './VerifyAudit.module.css';

/** Checks the whole chain and its anchor, and says what was found. */
export function VerifyAudit() {
  const verify = useMutation({ mutationFn: verifyAudit });
  const found = verify.data;
  return (
    <section className={styles.verify} aria-label="Verification">
      <Button icon={<ShieldCheck aria-hidden />} busy={verify.isPending} onClick={() => verify.mutate()}>
        Verify the log
      </Button>
      <div role="status" className={styles.result}>
        {found ? (
          <p data-ok={found.ok}>
            {found.ok ? <ShieldCheck aria-hidden /> : <ShieldAlert aria-hidden />}
            <span>
              <strong>
                {found.ok
                  ? `All ${found.entries} entries are whole and in order.`
                  : `The log could not be verified. ${found.problem ?? ''}`}
              </strong>{' '}
              {found.anchoredAt ? (
                <>
                  Anchored outside the database up to entry {found.anchoredSequence},{' '}
                  <Time at={found.anchoredAt} />.
                </>
              ) : (
                'Not anchored outside the database yet.'
              )}
            </span>
          </p>
        ) : verify.error ? null : (
          <p className={styles.hint}>
            Recomputes every hash and compares the end with the anchor in storage.
          </p>
        )}
      </div>
      {verify.error ? <ProblemMessage error={verify.error} /> : null}
    </section>
  );
}
