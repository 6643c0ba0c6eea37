import { useEffect, useState } from 'react';
import type { Version } from '../../../shared/api/studio.ts';
import type { SpeechParameters } from '../../../shared/speech/parameters.ts';
import { AS_THE_VOICE_SPEAKS } from '../../components/ParametersPanel.tsx';

/** By whom a script is to be spoken, and how. */
export interface SpokenAs {
  /** Null: the first voice of its language. */
  voiceId: string | null;
  parameters: SpeechParameters;
}

/** What a version was spoken with, to speak the next one with. */
export const asVersion = ({ voice, parameters }: Pick<Version, 'voice' | 'parameters'>): SpokenAs => ({
  voiceId: voice.id,
  parameters,
});

const keyOf = (scriptId: string) => `voiceops.spoken.${scriptId}`;

function read(scriptId: string): SpokenAs | null {
  try {
    return JSON.parse(localStorage.getItem(keyOf(scriptId)) ?? 'null') as SpokenAs | null;
  } catch {
    return null;
  }
}

/**
 * How the next version is to be spoken: as was chosen, which survives a look elsewhere until it is generated, or else as
 * the newest version was.
 */
export function useSpokenAs(scriptId: string, newest: Version | undefined) {
  const [chosen, setChosen] = useState<SpokenAs | null>(() => read(scriptId));
  useEffect(() => {
    if (chosen === null) localStorage.removeItem(keyOf(scriptId));
    else localStorage.setItem(keyOf(scriptId), JSON.stringify(chosen));
  }, [chosen, scriptId]);
  const { voiceId, parameters } =
    chosen ?? (newest ? asVersion(newest) : { voiceId: null, parameters: AS_THE_VOICE_SPEAKS });
  return {
    voiceId,
    parameters,
    choose: setChosen,
    chooseVoice: (id: string) => {
      // They belong to the voice before: another engine has others.
      const { settings: _settings, ...others } = parameters;
      setChosen({ voiceId: id, parameters: others });
    },
    change: (change: Partial<SpeechParameters>) =>
      setChosen({ voiceId, parameters: { ...parameters, ...change } }),
    /** Lets the newest version tell again, unless something else was chosen since. */
    clear: () => setChosen((now) => (now === chosen ? null : now)),
  };
}
