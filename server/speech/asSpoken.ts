import type { SpeechDocument } from '../../shared/markup/document.ts';
import type { SpeechParameters } from '../../shared/speech/parameters.ts';
import { pronounce } from '../../shared/speech/pronounce.ts';
import { ProblemError } from '../problem.ts';
import type { CheckRequest, SpokenVoice } from './contract.ts';
import type { Speaker } from './routing/speakers.ts';

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

/** What was asked of one voice, as `voice` takes it: of the settings those it has, and none that were made for another. */
export function parametersFor(
  voice: Pick<SpokenVoice, 'id' | 'capabilities'>,
  { voiceId, parameters, standInParameters }: ForOneVoice,
): SpeechParameters {
  const itself = voice.id === voiceId;
  const { settings, ...rest } = itself ? parameters : (standInParameters ?? parameters);
  const taken = Object.entries(itself ? (settings ?? {}) : {}).filter(([name]) =>
    voice.capabilities.settings.some((own) => own === name),
  );
  return taken.length === 0 ? rest : { ...rest, settings: Object.fromEntries(taken) };
}

type ForOneVoice = Pick<CheckRequest, 'parameters' | 'standInParameters'> & { voiceId: string | null };

/**
 * The document as one voice says it: the dictionary's words replaced. Throws `unsupported-markup` for an entry whose
 * sounds the voice lacks and that has nothing else to be said by.
 */
export function said(
  document: SpeechDocument,
  { voice, desk: { engine } }: Speaker,
  { dictionary }: CheckRequest,
): SpeechDocument {
  if (!dictionary) return document;
  const readsIpa = engine.readsIpa?.bind(engine);
  const { capabilities } = voice;
  const spoken = pronounce(document, dictionary, { engine: voice.engine, capabilities, readsIpa });
  for (const part of spoken.parts)
    if (
      part.kind === 'text' &&
      part.replaces !== undefined &&
      part.phoneme &&
      readsIpa?.(part.phoneme.ph) === false
    )
      throw new ProblemError(
        'unsupported-markup',
        `The pronunciation of “${part.replaces}” in the dictionary is /${part.phoneme.ph}/, and ${voice.name} has not all of its sounds. Give the entry a way to write it as it sounds, or choose another voice.`,
      );
  return spoken;
}
