import { openFlite } from '../../server/providers/builtin/flite/fliteEngine.ts';
import { openFlitePronouncer } from '../../server/providers/builtin/flite/flitePronouncer.ts';
import { Sounds } from '../../server/simulator/callers/sounds.ts';
import { type Ear, openEar } from '../../server/simulator/hearing/ear.ts';
import { parseMarkup } from '../../shared/markup/parse.ts';
import { SpeechParameters } from '../../shared/speech/parameters.ts';
import { openSpotter } from './spotting/spotter.ts';

/** Callers’ voices and ears: the built-in ones, in processes of their own. */
export interface Callers {
  sounds: Sounds;
  ear: Ear;
  close(): Promise<void>;
}

export function openCallers(): Callers {
  const voices = openFlite({ processes: 1 });
  const spotter = openSpotter(openFlitePronouncer());
  const sounds = new Sounds(async (text, voiceId) => {
    const voice = (await voices.voices()).find(({ id }) => id === voiceId);
    if (!voice) throw new Error(`There is no voice ${voiceId}.`);
    const { samples, sampleRateHz } = await voices.synthesize({
      document: parseMarkup(text, 'en-US'),
      voice,
      parameters: SpeechParameters.parse({}),
      signal: new AbortController().signal,
    });
    return { samples, rateHz: sampleRateHz };
  });
  return {
    sounds,
    ear: openEar(spotter),
    close: async () => {
      await Promise.all([voices.close(), spotter.close()]);
    },
  };
}
