import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Play, RotateCcw } from 'lucide-react';
import type { CheckItem, CheckName } from '../../../shared/api/studio.ts';
import { checksQuery, checkVersion } from '../../api/checks.ts';
import { Badge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { CHECK_LOOKS } from '../../components/ChecksBadge.tsx';
import { ProblemMessage } from '../../components/ProblemMessage.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { Time } from '../../components/Time.tsx';
import { notifyProblem } from '../../components/Toast.tsx';
import { spokenDuration } from '../../format/duration.ts';
import styles from './Checks.module.css';

const NAMES: Record<CheckName, string> = {
  words: 'Words',
  clipping: 'Clipping',
  silence: 'Silence',
  loudness: 'Loudness',
  tail: 'Beginning and end',
  duration: 'Length',
};

/** What a check found, with the places to listen to. */
function Check({ check, onPlace }: { check: CheckItem; onPlace: (startMs: number, endMs: number) => void }) {
  const look = CHECK_LOOKS[check.state];
  return (
    <li className={styles.check} data-check={check.name}>
      <p className={styles.name}>
        <strong>{NAMES[check.name]}</strong>
        <Badge tone={look.tone} icon={look.icon}>
          {look.word}
        </Badge>
      </p>
      <p className={styles.sentence}>{check.sentence}</p>
      {check.places.length > 0 ? (
        <div className={styles.places}>
          {check.places.map((place) => (
            <Button
              key={`${place.startMs}-${place.endMs}-${place.label}`}
              size="small"
              icon={<Play aria-hidden />}
              onClick={() => onPlace(place.startMs, place.endMs)}
            >
              {spokenDuration(place.startMs)}
              <span className="visuallyHidden">: {place.label}</span>
            </Button>
          ))}
        </div>
      ) : null}
    </li>
  );
}

/** The automatic checks of a version. */
export function Checks({
  versionId,
  mayRun,
  onPlace,
}: {
  versionId: string;
  mayRun: boolean;
  onPlace: (startMs: number, endMs: number) => void;
}) {
  const client = useQueryClient();
  const checks = useQuery(checksQuery(versionId));
  const again = useMutation({
    mutationFn: () => checkVersion(versionId),
    // The answer says that it waits; by the time it comes, more may have been found.
    onSuccess: () => client.invalidateQueries({ queryKey: checksQuery(versionId).queryKey }),
    onError: notifyProblem,
  });
  const waiting = checks.data?.summary?.state === 'waiting';
  return (
    <section aria-labelledby="checks-heading" className={styles.checks}>
      <h3 id="checks-heading">Checks</h3>
      {checks.error ? <ProblemMessage error={checks.error} onRetry={() => checks.refetch()} /> : null}
      {checks.isPending ? <Skeleton height={48} count={3} /> : null}
      {checks.data && !checks.data.summary ? (
        <p className={styles.sentence}>This version was never checked.</p>
      ) : null}
      {waiting ? (
        <p className={styles.sentence}>The audio is being checked. What is found appears here.</p>
      ) : null}
      <ul aria-live="polite">
        {checks.data?.checks.map((check) => (
          <Check key={check.name} check={check} onPlace={onPlace} />
        ))}
      </ul>
      {checks.data?.finishedAt ? (
        <p className={styles.sentence}>
          Checked <Time at={checks.data.finishedAt} />
        </p>
      ) : null}
      {mayRun && !waiting ? (
        <p>
          <Button
            size="small"
            icon={<RotateCcw aria-hidden />}
            busy={again.isPending}
            onClick={() => again.mutate()}
          >
            Check again
          </Button>
        </p>
      ) : null}
    </section>
  );
}
