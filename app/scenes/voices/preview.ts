import { useMutation } from '@tanstack/react-query';
import { useState, useSyncExternalStore } from 'react';
import type { Voice } from '../../../shared/api/voices.ts';
import type { Tone } from '../../../shared/speech/parameters.ts';
import { previewVoice } from '../../api/voices.ts';
import { notifyProblem } from '../../components/Toast.tsx';
import { player } from '../../player/player.ts';

/** What a voice is asked to say, and how. */
export interface Sample {
  text: string;
  speed: number;
  pitch: number;
  tone: Tone;
}

export type PreviewState = 'idle' | 'making' | 'playing';

const KEY = 'voices.sample';
const FIRST: Sample = {
  text: 'Thank you for calling. How can I help you today?',
  speed: 1,
  pitch: 0,
  tone: 'neutral',
};

function remembered(): Sample {
  try {
    return { ...FIRST, ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Sample>) };
  } catch {
    return FIRST;
  }
}

const trackKey = (voiceId: string, sample: Sample) => `preview ${voiceId} ${JSON.stringify(sample)}`;

/** Speaks my sentence in any voice through the player. The sentence is remembered in this browser. */
export function usePreview() {
  const [sample, setSample] = useState(remembered);
  const heard = useSyncExternalStore(player.subscribe, () => {
    const { tracks, active, playing } = player.getState();
    return playing ? tracks[active]?.key : undefined;
  });
  const make = useMutation({
    mutationFn: async (voice: Voice) => {
      const { text, ...settings } = sample;
      const wanted = player.wish();
      const bytes = await previewVoice(voice.id, { text, settings });
      if (!wanted()) return;
      await player.play({
        key: trackKey(voice.id, sample),
        title: voice.name,
        subtitle: 'Preview',
        source: { bytes },
        loudnessLufs: null,
      });
    },
    onError: notifyProblem,
  });
  return {
    sample,
    setSample: (change: Partial<Sample>) => {
      const next = { ...sample, ...change };
      localStorage.setItem(KEY, JSON.stringify(next));
      setSample(next);
    },
    stateOf: (voiceId: string): PreviewState =>
      make.isPending && make.variables.id === voiceId
        ? 'making'
        : heard === trackKey(voiceId, sample)
          ? 'playing'
          : 'idle',
    play: (voice: Voice) => {
      if (heard === trackKey(voice.id, sample)) player.pause();
      else make.mutate(voice);
    },
  };
}
