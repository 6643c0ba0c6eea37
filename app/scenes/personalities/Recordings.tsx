import { Mic, X } from 'lucide-react';
import { useState } from 'react';
import type { VoiceStatus } from '../../../shared/api/personalities.ts';
import { Button } from '../../components/Button.tsx';
import common from '../../components/common.module.css';
import { IconButton } from '../../components/IconButton.tsx';
import { ProblemMessage } from '../../components/ProblemMessage.tsx';
import { DropZone } from './DropZone.tsx';
import { Recorder } from './Recorder.tsx';
import styles from './Recordings.module.css';
import { SampleRow } from './SampleRow.tsx';
import { Step } from './Step.tsx';
import { neededInWords, secondsInWords } from './trainingInWords.ts';
import { type Upload, useUploads } from './useUploads.ts';

function UploadRow({ upload, onDismiss }: { upload: Upload; onDismiss: () => void }) {
  if (upload.error)
    return (
      <li className={styles.upload}>
        <span className={styles.sampleName}>{upload.name}</span>
        <IconButton label={`Dismiss ${upload.name}`} icon={<X />} onClick={onDismiss} />
        <div className={styles.uploadProblem}>
          <ProblemMessage error={upload.error} kept="The recording was not added; the others are." />
        </div>
      </li>
    );
  return (
    <li className={styles.upload}>
      <span className={styles.sampleName}>{upload.name}</span>
      <progress aria-label={`Uploading ${upload.name}`} value={upload.share} />
      <span className={common.quiet}>
        {upload.share >= 1 ? 'Checking' : `${Math.round(100 * upload.share)} %`}
      </span>
    </li>
  );
}

/** The recordings a voice is made of: upload, record, look at and listen to them. */
export function Recordings({
  personalityId,
  status,
  mayManage,
}: {
  personalityId: string;
  status: VoiceStatus;
  mayManage: boolean;
}) {
  const { uploads, add, dismiss } = useUploads(personalityId);
  const [recording, setRecording] = useState(false);
  const { samples, totalSeconds, engines } = status;
  return (
    <Step number={1} title="Recordings">
      <p className={common.quiet}>
        {samples.length === 0
          ? 'One person, speaking naturally in a quiet room, without music.'
          : `${samples.length} ${samples.length === 1 ? 'recording' : 'recordings'}, ${secondsInWords(totalSeconds)} in total.`}{' '}
        {engines.map((engine) => neededInWords(engine)).join(' ')}
      </p>
      {samples.length > 0 ? (
        <ul className={styles.samples}>
          {samples.map((sample) => (
            <SampleRow key={sample.id} {...{ personalityId, sample, mayManage }} />
          ))}
        </ul>
      ) : null}
      {uploads.length > 0 ? (
        <ul className={styles.samples} aria-label="Uploads">
          {uploads.map((upload) => (
            <UploadRow key={upload.key} upload={upload} onDismiss={() => dismiss(upload.key)} />
          ))}
        </ul>
      ) : null}
      {mayManage ? (
        <>
          <DropZone
            label="Choose recordings"
            hint="or drop them here: WAV, MP3, M4A, OGG, FLAC or WebM, 10 MB and 10 minutes each at most."
            several
            onFiles={add}
          />
          {recording ? (
            <Recorder
              sentences={status.script}
              fileName={`Recording ${samples.length + uploads.length + 1}`}
              onKeep={(file) => add([file])}
            />
          ) : (
            <div>
              <Button icon={<Mic aria-hidden />} onClick={() => setRecording(true)}>
                Record here
              </Button>
            </div>
          )}
        </>
      ) : null}
    </Step>
  );
}
