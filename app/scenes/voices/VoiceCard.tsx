import { LoaderCircle, Pause, Play } from 'lucide-react';
import type { Voice } from '../../../shared/api/voices.ts';
import { Badge } from '../../components/Badge.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { GENDER_LABELS } from '../../format/labels.ts';
import { languageName } from '../../format/language.ts';
import type { PreviewState } from './preview.ts';
import styles from './VoiceCard.module.css';

/** What a voice cannot do, so that nobody finds out too late. */
function missing({ capabilities }: Voice): string[] {
  return [
    capabilities.speed.support === 'none' ? 'speed' : null,
    capabilities.pitch.support === 'none' ? 'pitch' : null,
    capabilities.tone === 'none' ? 'tone' : null,
    capabilities.emphasis === 'none' ? 'emphasis' : null,
    capabilities.breaks === 'none' ? 'pauses' : null,
  ].filter((word) => word !== null);
}

interface VoiceCardProps {
  voice: Voice;
  engineName: string;
  state: PreviewState;
  /** Null: I may not synthesize. */
  onPlay: (() => void) | null;
}

export function VoiceCard({ voice, engineName, state, onPlay }: VoiceCardProps) {
  const cannot = missing(voice);
  return (
    <li className={styles.card}>
      <div className={styles.head}>
        <h3 className={styles.name}>{voice.name}</h3>
        {onPlay ? (
          <IconButton
            kind="plain"
            label={`${state === 'playing' ? 'Pause' : 'Preview'} ${voice.name}`}
            aria-busy={state === 'making' || undefined}
            disabled={state === 'making'}
            className={styles.play}
            icon={state === 'making' ? <LoaderCircle /> : state === 'playing' ? <Pause /> : <Play />}
            onClick={onPlay}
          />
        ) : null}
      </div>
      <p className={styles.facts}>
        {voice.languages.map(languageName).join(', ')} · {GENDER_LABELS[voice.gender].toLowerCase()} ·{' '}
        {engineName}
      </p>
      {voice.description ? <p className={styles.description}>{voice.description}</p> : null}
      <div className={styles.badges}>
        {voice.kind === 'custom' ? <Badge tone="info">Own voice</Badge> : null}
        {voice.capabilities.streaming ? <Badge>Streams</Badge> : null}
        {voice.capabilities.wordTimings ? <Badge>Word times</Badge> : null}
        {cannot.length > 0 ? <Badge tone="warn">No {cannot.join(', ')}</Badge> : null}
        <span className={styles.licence}>{voice.licence}</span>
      </div>
    </li>
  );
}
