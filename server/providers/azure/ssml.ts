import { TEXT_EMPHASIS, WORD_EMPHASIS } from '../../../shared/speech/tones.ts';
import type { EmphasisLevel } from '../../../shared/speech/vocabulary.ts';
import type { Token } from '../../speech/plan/plan.ts';
import { joinTokens } from '../../speech/remote/batches.ts';
import { element, type SsmlDialect, ssmlOf } from '../../speech/remote/ssml.ts';

const DIALECT: SsmlDialect = {
  sayAs: (interpretAs, format) => ({ interpretAs, format }),
  phoneme: (phoneme) => phoneme,
};

/** Few voices know `<emphasis>`; all of them are slower, louder and higher where `<prosody>` says so. */
export function azureWords(tokens: readonly Token[]): string {
  return joinTokens(tokens, (token) => {
    const word = ssmlOf([token], DIALECT);
    if (!token.emphasis || token.emphasis === 'none') return word;
    const { length, gainDb, pitch } = WORD_EMPHASIS[token.emphasis];
    return element(
      'prosody',
      { rate: percent(1 / length), pitch: percent(semitones(pitch)), volume: percent(10 ** (gainDb / 20)) },
      word,
    );
  });
}

export interface AzureEnvelope {
  voice: string;
  /** Of the voice, and of the text where it is another one. */
  language: string;
  textLanguage: string;
  style: string | undefined;
  /** Of the whole text. */
  emphasis: EmphasisLevel;
  /** Factor. */
  speed: number;
  /** In semitones. */
  pitch: number;
}

/** Words that are SSML already, as the document that Azure is sent. */
export function azureDocument(words: string, envelope: AzureEnvelope): string {
  const { voice, language, textLanguage, style, emphasis } = envelope;
  const speed = envelope.speed * TEXT_EMPHASIS[emphasis].speed;
  const pitch = envelope.pitch + TEXT_EMPHASIS[emphasis].pitch;
  let inner = words;
  if (speed !== 1 || pitch !== 0)
    inner = element('prosody', { rate: percent(speed), pitch: percent(semitones(pitch)) }, inner);
  if (style !== undefined) inner = element('mstts:express-as', { style }, inner);
  if (textLanguage !== language) inner = element('lang', { 'xml:lang': textLanguage }, inner);
  return element(
    'speak',
    {
      version: '1.0',
      xmlns: 'http://www.w3.org/2001/10/synthesis',
      'xmlns:mstts': 'https://www.w3.org/2001/mstts',
      'xml:lang': language,
    },
    element('voice', { name: voice }, inner),
  );
}

const semitones = (steps: number) => 2 ** (steps / 12);

/** A factor as SSML says it: 1.2 is `+20.00%`. */
function percent(factor: number): string {
  const change = (factor - 1) * 100;
  return `${change < 0 ? '-' : '+'}${Math.abs(change).toFixed(2)}%`;
}
