import type { SpeechParameters } from '../../../shared/speech/parameters.ts';
import { ProblemError } from '../../problem.ts';
import type { Token } from '../../speech/plan/plan.ts';
import { type EngineAnswer, speechLimits } from '../../speech/remote/askEngine.ts';
import { plainTextOf } from '../../speech/remote/batches.ts';
import { type EngineFailure, nonsense } from '../../speech/remote/failures.ts';
import type { Heard } from '../../speech/remote/heard.ts';
import type { RemoteUtterance } from '../../speech/remote/remoteSpeech.ts';
import { Characters } from './alignment.ts';
import { askElevenLabs, codeOf, type ElevenLabs, NAME } from './client.ts';
import { readPieces } from './pieces.ts';

/** The best that every plan has, and what smaller plans have had; each is raw 16-bit samples. */
const RATES_HZ = [24_000, 22_050, 16_000];
/** Of the widest of them in base64, with its times. */
const BYTES_PER_SECOND = 2 * 24_000 * (4 / 3) * 1.5;

/** An account, and which of RATES_HZ its plan has not refused. */
export interface Account extends ElevenLabs {
  rate: number;
}

/** Its models read tags such as `<break>` in a text; ours are no longer in it, and the author's are to be read out. */
export function withoutTags(tokens: readonly Token[], final: boolean): string {
  return plainTextOf(tokens, final).replaceAll(/<(?=[\p{L}/!?])/gu, '‹');
}

/** Speaks one request, as it arrives, with the times of its words. */
export async function* speak(
  account: Account,
  voiceId: string,
  model: string,
  utterance: RemoteUtterance,
  signal: AbortSignal,
): AsyncGenerator<Heard> {
  const { answer, rateHz } = await ask(account, voiceId, model, utterance, signal);
  const characters = new Characters();
  let odd: Buffer = Buffer.alloc(0);
  let heard = 0;
  for await (const { audio_base64: audio, alignment } of readPieces(answer)) {
    if (alignment) characters.add(alignment, (heard * 1000) / rateHz);
    const bytes = Buffer.concat([odd, Buffer.from(audio ?? '', 'base64')]);
    const samples = new Float32Array(bytes.length >> 1);
    odd = bytes.subarray(2 * samples.length);
    for (let i = 0; i < samples.length; i++) samples[i] = bytes.readInt16LE(2 * i) / 32768;
    heard += samples.length;
    if (samples.length > 0) yield { samples, sampleRateHz: rateHz };
  }
  if (characters.contradict((heard * 1000) / rateHz)) throw nonsense(NAME, 'answered at another sample rate');
  const spans = characters.spansOf(utterance.tokens, utterance.text);
  if (spans) yield { samples: new Float32Array(0), sampleRateHz: rateHz, spans };
}

async function ask(
  account: Account,
  voiceId: string,
  model: string,
  { text, textBefore, textAfter, speed, request: { parameters } }: RemoteUtterance,
  signal: AbortSignal,
): Promise<{ answer: EngineAnswer; rateHz: number }> {
  const body = {
    text,
    model_id: model,
    voice_settings: voiceSettings(parameters, speed),
    ...(textBefore ? { previous_text: textBefore } : {}),
    ...(textAfter ? { next_text: textAfter } : {}),
  };
  for (;;) {
    const { rate } = account;
    const rateHz = RATES_HZ[rate]!;
    let tooGood = false;
    try {
      const answer = await askElevenLabs(
        account,
        `/v1/text-to-speech/${encodeURIComponent(voiceId)}/stream/with-timestamps?output_format=pcm_${rateHz}`,
        {
          body,
          accepts: /^(application\/(json|x-ndjson|octet-stream)|text\/(event-stream|plain))$/,
          limits: speechLimits(text.length, BYTES_PER_SECOND),
          signal,
          translate(failure) {
            tooGood = refusesFormat(failure);
            return tooGood ? planTooSmall() : undefined;
          },
        },
      );
      return { answer, rateHz };
    } catch (error) {
      if (!tooGood || rate + 1 >= RATES_HZ.length) throw error;
      account.rate = Math.max(account.rate, rate + 1);
    }
  }
}

function refusesFormat(failure: EngineFailure): boolean {
  const code = codeOf(failure);
  return (
    code === 'output_format_not_allowed' ||
    code === 'invalid_output_format' ||
    (code === 'subscription_required' && failure.body.includes('output_format'))
  );
}

function planTooSmall(): ProblemError {
  return new ProblemError(
    'engine-refused',
    `The plan at ${NAME} does not include audio as raw samples. Take another plan there.`,
  );
}

/** Its settings by their names there; what is not set stands as the voice has it. */
function voiceSettings({ settings = {} }: SpeechParameters, speed: number): Record<string, number | boolean> {
  const { stability, similarityBoost, style, speakerBoost } = settings;
  return {
    ...(stability === undefined ? {} : { stability }),
    ...(similarityBoost === undefined ? {} : { similarity_boost: similarityBoost }),
    ...(style === undefined ? {} : { style }),
    ...(speakerBoost === undefined ? {} : { use_speaker_boost: speakerBoost >= 0.5 }),
    ...(speed === 1 ? {} : { speed }),
  };
}
