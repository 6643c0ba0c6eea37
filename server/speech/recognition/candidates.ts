import type { Desk } from '../../engines/desk.ts';
import { inOrder } from '../../engines/inOrder.ts';
import { ProblemError } from '../../problem.ts';
import { knowsLanguage, type RecognitionTask, type SpeechRecognizer } from './contract.ts';

/** Who may listen, at its desk. */
export interface Listener {
  readonly desk: Desk<SpeechRecognizer>;
}

export interface Wanted extends Pick<RecognitionTask, 'language' | 'phrases' | 'grammar'> {
  engineId?: string | undefined;
  fallback?: 'allowed' | 'never' | undefined;
  wordTimes?: boolean | undefined;
  /** While it comes. */
  live?: boolean;
}

const SET_UP =
  'Fetch a recogniser for this machine (npm run voices -- list), or set DEEPGRAM_API_KEY, OPENAI_API_KEY, or LOCAL_SPEECH_BASE_URL together with LOCAL_TRANSCRIPTION_MODEL.';

/**
 * Who can do what is wanted: who was asked for, then those in the workspace's `order` (`inOrder`). Throws
 * `no-recogniser` with what is missing and what to set.
 */
export function listenersFor(
  open: readonly Listener[],
  wanted: Wanted,
  order: readonly string[],
): readonly Listener[] {
  const { language, engineId, fallback, live } = wanted;
  const able = open.filter(({ desk: { engine } }) => {
    if (live && !engine.stream) return false;
    if (wanted.wordTimes && !engine.abilities.wordTimes) return false;
    if (language !== undefined && !knowsLanguage(engine, language)) return false;
    const given = wanted.phrases !== undefined || wanted.grammar !== undefined;
    return engine.abilities.dictation || (given && engine.abilities.grammar);
  });
  const asked = able.filter(({ desk }) => desk.engine.id === engineId);
  if (engineId !== undefined && asked.length === 0)
    throw new ProblemError('no-recogniser', whyNot(open, wanted, engineId));
  if (able.length === 0) throw new ProblemError('no-recogniser', whyNone(open, wanted));
  const preferred = inOrder(able, order);
  if (engineId === undefined) return fallback === 'never' ? preferred.slice(0, 1) : preferred;
  return fallback === 'never' ? asked : [...asked, ...preferred.filter((each) => !asked.includes(each))];
}

function whyNot(open: readonly Listener[], { language, live }: Wanted, engineId: string): string {
  const engine = open.find(({ desk }) => desk.engine.id === engineId)?.desk.engine;
  if (!engine) return `The recogniser ${engineId.slice(0, 60)} is not set up here. See the page of engines.`;
  if (language !== undefined && !knowsLanguage(engine, language))
    return `${engine.name} does not know ${nameOf(language)}. ${SET_UP}`;
  if (live && !engine.stream) return `${engine.name} takes whole recordings only.`;
  if (engine.abilities.dictation)
    return `${engine.name} does not say when each word is heard. Ask for segments.`;
  return `${engine.name} does not take dictation: it recognises given phrases. ${SET_UP}`;
}

function whyNone(open: readonly Listener[], { language, live, wordTimes }: Wanted): string {
  const dictating = open.filter(({ desk }) => desk.engine.abilities.dictation);
  if (dictating.length === 0)
    return `No recogniser that takes dictation is set up; without one, only given phrases are recognised, in English and French. ${SET_UP}`;
  if (language !== undefined && !dictating.some(({ desk }) => knowsLanguage(desk.engine, language)))
    return `No recogniser that is set up knows ${nameOf(language)}. ${SET_UP}`;
  if (wordTimes) return 'No recogniser that is set up says when each word is heard. Ask for segments.';
  return live
    ? `No recogniser that is set up listens while somebody speaks. ${SET_UP}`
    : `No recogniser that is set up can do this. ${SET_UP}`;
}

function nameOf(language: string): string {
  try {
    return new Intl.DisplayNames('en', { type: 'language' }).of(language) ?? language;
  } catch {
    return language;
  }
}
