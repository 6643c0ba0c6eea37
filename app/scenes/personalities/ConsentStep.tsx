import { Quote } from 'lucide-react';
import { useState } from 'react';
import type { Consent, VoiceStatus } from '../../../shared/api/personalities.ts';
import { consentAudioUrl } from '../../api/personalityVoice.ts';
import { Button } from '../../components/Button.tsx';
import { ConsentEnds } from '../../components/ConsentEnds.tsx';
import common from '../../components/common.module.css';
import { Row } from '../../components/Form.tsx';
import { PlayButton } from '../../player/PlayButton.tsx';
import type { Track } from '../../player/tracks.ts';
import { ConsentDialog } from './ConsentDialog.tsx';
import { ConsentState, consentInWords, heardInWords, SCOPE_WORDS } from './consentInWords.tsx';
import styles from './PersonalityScene.module.css';
import { RevokeDialog } from './RevokeDialog.tsx';
import { Step } from './Step.tsx';

/** The track of a spoken consent. */
export const consentTrack = (personalityId: string, { id, speaker }: Consent): Track => ({
  key: `consent ${id}`,
  title: `Consent of ${speaker}`,
  subtitle: 'Statement',
  source: { url: consentAudioUrl(personalityId) },
  loudnessLufs: null,
});

/** Whether the speaker agreed, to what and until when. */
export function ConsentStep({
  personalityId,
  status: { consent, statement, voiceId },
  mayManage,
}: {
  personalityId: string;
  status: VoiceStatus;
  mayManage: boolean;
}) {
  const [dialog, setDialog] = useState<'give' | 'revoke' | null>(null);
  const holds = consent?.state === 'valid' || consent?.state === 'in-review';
  return (
    <Step
      number={2}
      title="Consent of the speaker"
      state={consent ? <ConsentState state={consent.state} /> : null}
    >
      {consent ? (
        <>
          <p>{consentInWords(consent)}</p>
          {consent.state === 'valid' ? (
            <div className={common.line}>
              <ConsentEnds at={consent.expiresAt} />
            </div>
          ) : null}
          <p className={common.quiet}>Allowed for: {SCOPE_WORDS[consent.scope]}</p>
          <blockquote className={styles.statement}>
            <Quote aria-hidden />
            <div>
              <p>{consent.statement}</p>
              {consent.heard !== null && consent.match === 'not-matched' ? (
                <p className={common.quiet}>{heardInWords(consent.heard)}</p>
              ) : null}
            </div>
            {mayManage ? (
              <PlayButton track={consentTrack(personalityId, consent)} what="the statement" />
            ) : null}
          </blockquote>
        </>
      ) : (
        <p className={common.quiet}>
          Nobody has agreed yet. Whose voice it is says so in a sentence of their own; without it no voice is
          made.
        </p>
      )}
      {mayManage ? (
        <Row>
          <Button kind={holds ? 'plain' : 'primary'} onClick={() => setDialog('give')}>
            {consent ? 'Record a new consent' : 'Record the consent'}
          </Button>
          {holds || consent?.state === 'expired' ? (
            <Button kind="quiet" onClick={() => setDialog('revoke')}>
              Revoke
            </Button>
          ) : null}
        </Row>
      ) : null}
      {dialog === 'give' ? (
        <ConsentDialog {...{ personalityId, statement }} onClose={() => setDialog(null)} />
      ) : null}
      {dialog === 'revoke' && consent ? (
        <RevokeDialog {...{ personalityId, voiceId, consent }} onClose={() => setDialog(null)} />
      ) : null}
    </Step>
  );
}
