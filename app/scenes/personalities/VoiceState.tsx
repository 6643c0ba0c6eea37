import { CircleAlert, CircleCheck, CircleDashed, Eye, LoaderCircle, VolumeX } from 'lucide-react';
import type { ReactElement } from 'react';
import type { CustomVoice } from '../../../shared/api/personalities.ts';
import { Badge, type BadgeTone } from '../../components/Badge.tsx';

const LOOKS: Record<CustomVoice['state'], { tone: BadgeTone; icon: ReactElement; words: string }> = {
  none: { tone: 'quiet', icon: <CircleDashed aria-hidden />, words: 'No voice of its own' },
  'in-review': { tone: 'warn', icon: <Eye aria-hidden />, words: 'In review' },
  training: { tone: 'info', icon: <LoaderCircle aria-hidden />, words: 'Training' },
  ready: { tone: 'good', icon: <CircleCheck aria-hidden />, words: 'Own voice ready' },
  silenced: { tone: 'warn', icon: <VolumeX aria-hidden />, words: 'Silenced' },
  failed: { tone: 'bad', icon: <CircleAlert aria-hidden />, words: 'Training failed' },
};

/** How far a personality's own voice is. */
export function VoiceState({ state }: { state: CustomVoice['state'] }) {
  const { tone, icon, words } = LOOKS[state];
  return (
    <Badge tone={tone} icon={icon}>
      {words}
    </Badge>
  );
}
