import type { SpeechDocument } from '../../shared/markup/document.ts';
import type { SpeechParameters } from '../../shared/speech/parameters.ts';
import { pronounce } from '../../shared/speech/pronounce.ts';
import { ProblemError } from '../problem.ts';
import type { CheckRequest, SpokenVoice } from './contract.ts';

/** Throws `unsupported-parameter` for a setting that the voice does not have. */
export function checkSettings(voice: SpokenVoice, { settings = {} }: SpeechParameters): void {
  const own = voice.capabilities.settings;
  const foreign = Object.keys(settings).find((name) => !own.some((each) => each === name));
  if (foreign === undefined) return;
  throw new ProblemError(
    'unsupported-parameter',
    `${voice.name} has no setting “${foreign}”${own.length > 0 ? `; it has ${own.join(', ')}` : ''}.`,
  );
}

/** The parameters as a stand-in takes them: of the settings those it has; everything else holds for it too. */
export function parametersFor(
  voice: Pick<SpokenVoice, 'capabilities'>,
  { settings, ...rest }: SpeechParameters,
): SpeechParameters {
  const taken = Object.entries(settings ?? {}).filter(([name]) =>
    voice.capabilities.settings.some((own) => own === name),
  );
  return taken.length === 0 ? rest : { ...rest, settings: Object.fromEntries(taken) };
}

/** The document as one voice says it: the dictionary's words replaced. */
export function said(
  document: SpeechDocument,
  { voice }: { voice: SpokenVoice },
  { dictionary }: CheckRequest,
): SpeechDocument {
  return dictionary ? pronounce(document, dictionary, voice) : document;
}
