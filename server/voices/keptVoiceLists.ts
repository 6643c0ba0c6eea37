import { z } from 'zod';
import { Voice } from '../../shared/api/voices.ts';
import type { KeptVoiceLists } from '../speech/routing/voiceLists.ts';
import type { AudioStore } from '../storage/audioStore.ts';

const keyOf = (account: string) => `voice-lists/${account.replaceAll(':', '/')}`;
const Voices = z.array(Voice);

/** Keeps lists of voices among what is stored, sealed: the names of an account's voices are its own. */
export function keptVoiceLists(audioStore: AudioStore): KeptVoiceLists {
  return {
    async read(account) {
      const sealed = await audioStore.bytes.get(keyOf(account));
      return Voices.parse(JSON.parse(audioStore.open(sealed)));
    },
    async write(account, voices) {
      await audioStore.bytes.put(keyOf(account), audioStore.seal(JSON.stringify(voices)));
    },
  };
}
