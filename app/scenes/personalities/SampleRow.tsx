import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { VoiceSample } from '../../../shared/api/personalities.ts';
import { removeSample, sampleAudioUrl, voiceStatusQuery } from '../../api/personalityVoice.ts';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { Duration } from '../../components/Time.tsx';
import { Waveform } from '../../components/Waveform.tsx';
import { PlayButton } from '../../player/PlayButton.tsx';
import { player } from '../../player/player.ts';
import type { Track } from '../../player/tracks.ts';
import { usePlayback } from '../../player/usePlayer.ts';
import styles from './Recordings.module.css';
import { SampleChecks } from './SampleChecks.tsx';

/** The track of an uploaded recording. */
export const sampleTrack = (personalityId: string, { id, name }: VoiceSample): Track => ({
  key: `sample ${id}`,
  title: name,
  subtitle: 'Recording',
  source: { url: sampleAudioUrl(personalityId, id) },
  loudnessLufs: null,
});

const peaksOf = (base64: string): number[] => Array.from(atob(base64), (char) => char.charCodeAt(0) / 255);

/** Where somebody speaks, under the waveform. */
function SpeechSpans({ sample: { speech, durationMs } }: { sample: VoiceSample }) {
  if (speech.length === 0) return null;
  return (
    <div className={styles.speech} title="Where somebody speaks" aria-hidden>
      {speech.map(({ startMs, endMs }) => (
        <span
          key={startMs}
          style={{
            left: `${(100 * startMs) / durationMs}%`,
            width: `${(100 * (endMs - startMs)) / durationMs}%`,
          }}
        />
      ))}
    </div>
  );
}

export function SampleRow({
  personalityId,
  sample,
  mayManage,
}: {
  personalityId: string;
  sample: VoiceSample;
  mayManage: boolean;
}) {
  const client = useQueryClient();
  const [asked, setAsked] = useState(false);
  const track = sampleTrack(personalityId, sample);
  const positionMs = usePlayback(track.key);
  const peaks = useMemo(() => peaksOf(sample.peaks), [sample.peaks]);
  const remove = useMutation({
    mutationFn: () => removeSample(personalityId, sample.id),
    onSuccess: () => client.invalidateQueries({ queryKey: voiceStatusQuery(personalityId).queryKey }),
  });
  return (
    <li className={styles.sample}>
      <div className={styles.sampleHead}>
        {mayManage ? <PlayButton track={track} what={sample.name} /> : null}
        <span className={styles.sampleName}>{sample.name}</span>
        <Duration ms={sample.durationMs} />
        {mayManage ? (
          <IconButton label={`Remove ${sample.name}`} icon={<Trash2 />} onClick={() => setAsked(true)} />
        ) : null}
      </div>
      <div>
        <Waveform
          label={`Waveform of ${sample.name}`}
          peaks={peaks}
          durationMs={sample.durationMs}
          positionMs={positionMs}
          {...(mayManage ? { onSeek: (fromMs: number) => void player.play(track, { fromMs }) } : {})}
          height={40}
        />
        <SpeechSpans sample={sample} />
      </div>
      <SampleChecks checks={sample.checks} />
      {asked ? (
        <ConfirmDialog
          title="Remove this recording?"
          action="Remove"
          onConfirm={() => remove.mutateAsync()}
          onClose={() => setAsked(false)}
        >
          “{sample.name}” is deleted for good. Voices that were made of it already stay as they are.
        </ConfirmDialog>
      ) : null}
    </li>
  );
}
