import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { z } from 'zod';
import type { VoiceReview } from '../../../shared/api/personalities.ts';
import { decideVoiceReview, voiceStatusQuery } from '../../api/personalityVoice.ts';
import { Who } from '../../components/Avatar.tsx';
import { Badge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import common from '../../components/common.module.css';
import { TextArea } from '../../components/Field.tsx';
import { Row } from '../../components/Form.tsx';
import { FormDialog } from '../../components/FormDialog.tsx';
import { Time } from '../../components/Time.tsx';
import { PlayButton } from '../../player/PlayButton.tsx';
import { consentTrack } from './ConsentStep.tsx';
import { heardInWords } from './consentInWords.tsx';
import styles from './Recordings.module.css';
import { sampleTrack } from './SampleRow.tsx';

type Review = z.infer<typeof VoiceReview>;
type Decision = 'allow' | 'refuse';

/** What there is to listen to before deciding. */
function Evidence({ review: { personalityId, kind, id } }: { review: Review }) {
  const { data } = useQuery(voiceStatusQuery(personalityId));
  if (kind === 'consent') {
    const consent = data?.consent;
    if (consent?.id !== id) return null;
    return (
      <>
        <div className={styles.sampleHead}>
          <PlayButton
            track={consentTrack(personalityId, consent)}
            what={`the consent of ${consent.speaker}`}
          />
          <span>The speaker should say: “{consent.statement}”</span>
        </div>
        {consent.heard !== null ? <p className={common.quiet}>{heardInWords(consent.heard)}</p> : null}
      </>
    );
  }
  return data?.samples
    .filter((sample) => data.sampleIds.includes(sample.id))
    .map((sample) => (
      <div key={sample.id} className={styles.sampleHead}>
        <PlayButton track={sampleTrack(personalityId, sample)} what={sample.name} />
        <span>{sample.name}</span>
      </div>
    ));
}

function DecideDialog({
  review,
  decision,
  onClose,
}: {
  review: Review;
  decision: Decision;
  onClose: () => void;
}) {
  const client = useQueryClient();
  const [note, setNote] = useState('');
  const decide = useMutation({
    mutationFn: () => decideVoiceReview(review.id, { decision, note: note.trim() }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['personalities'] }),
  });
  const what = review.kind === 'consent' ? 'consent' : 'training';
  return (
    <FormDialog
      title={decision === 'allow' ? `Allow this ${what}?` : `Refuse this ${what}?`}
      action={decision === 'allow' ? 'Allow' : 'Refuse'}
      mutation={decide}
      disabled={note.trim() === ''}
      onSubmit={(event) => {
        event.preventDefault();
        if (note.trim() !== '') decide.mutate(undefined, { onSuccess: onClose });
      }}
      onClose={onClose}
    >
      <TextArea
        label="Why"
        hint="Kept in the audit log with your name."
        maxLength={500}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </FormDialog>
  );
}

/** A consent or training that somebody has to decide on, with what there is to hear. */
export function ReviewCard({ review, own, alone }: { review: Review; own: boolean; alone: boolean }) {
  const [decision, setDecision] = useState<Decision | null>(null);
  return (
    <li className={styles.sample}>
      <div className={common.line}>
        <Link to="/personalities/$id" params={{ id: review.personalityId }}>
          {review.name}
        </Link>
        <Badge tone="warn">{review.kind === 'consent' ? 'Consent' : 'Training'}</Badge>
        <span className={common.quiet}>
          <Who actor={review.requestedBy} /> <Time at={review.createdAt} />
        </span>
      </div>
      <p>{review.reason}</p>
      <Evidence review={review} />
      {own && !alone ? (
        <p className={common.quiet}>
          You asked for this yourself. Another owner or admin decides, so that nobody copies a voice on their
          own.
        </p>
      ) : (
        <Row>
          <Button kind="primary" onClick={() => setDecision('allow')}>
            Allow
          </Button>
          <Button onClick={() => setDecision('refuse')}>Refuse</Button>
        </Row>
      )}
      {decision ? (
        <DecideDialog review={review} decision={decision} onClose={() => setDecision(null)} />
      ) : null}
    </li>
  );
}
