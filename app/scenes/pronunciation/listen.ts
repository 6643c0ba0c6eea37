import { useMutation } from '@tanstack/react-query';
import type { Voice } from '../../../shared/api/voices.ts';
import type { DictionaryEntry } from '../../../shared/speech/dictionary.ts';
import { previewVoice } from '../../api/voices.ts';
import { notifyProblem } from '../../components/Toast.tsx';
import { player } from '../../player/player.ts';

/** How an entry is asked for before it is saved: its sounds where the voice reads them, else its alias. */
function textOf({ phrase, alias, phoneme }: DictionaryEntry, voice: Voice): string {
  if (phoneme && voice.capabilities.phonemes.includes('ipa'))
    return `<phoneme alphabet="ipa" ph="${escaped(phoneme)}">${escaped(phrase)}</phoneme>`;
  return escaped(alias ?? phrase);
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Plays an entry in a voice, through the one player. */
export function useListen(voice: Voice | undefined) {
  const make = useMutation({
    mutationFn: async (entry: DictionaryEntry) => {
      if (!voice) return;
      const wanted = player.wish();
      const bytes = await previewVoice(voice.id, { text: textOf(entry, voice), settings: {} });
      if (!wanted()) return;
      await player.play({
        key: `pronunciation ${voice.id} ${JSON.stringify(entry)}`,
        title: entry.phrase,
        subtitle: voice.name,
        source: { bytes },
        loudnessLufs: null,
      });
    },
    onError: notifyProblem,
  });
  return { listen: make.mutate, heard: make.isPending ? make.variables : undefined };
}
