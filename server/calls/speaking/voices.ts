import { LRUCache } from 'lru-cache';
import type { LineSource } from '../../../shared/calls/timeline.ts';
import type { ResolvedPersonality } from '../../../shared/personalities/resolved.ts';
import { resolved } from '../../../shared/personalities/resolved.ts';
import { DEFAULT_PERSONALITY } from '../../../shared/personalities/templates.ts';
import type { DictionaryEntry } from '../../../shared/speech/dictionary.ts';
import { voiceOf } from '../../dialogue/chat/voiceOf.ts';
import { speakable } from '../../dialogue/speaking/speakable.ts';
import type { Master, Speech } from '../../speech/contract.ts';
import { CALL_RATE_HZ } from '../../telephony/callTransport.ts';
import { actorOf } from '../caller.ts';
import type { AdmittedCall } from '../contract.ts';
import type { CallVoice, SpokenSound, Voices } from './contract.ts';

export interface VoicesDeps {
  speech: Pick<Speech, 'speakLive' | 'encode' | 'voice'>;
  /** How a workspace pronounces words now. */
  dictionaryOf(workspaceId: string): Promise<readonly DictionaryEntry[]>;
}

/** A sentence's sound is no longer waited for after this: a slow voice is passed over. */
const FIRST_SOUND_MS = 4_000;
/** Sentences that are said again, such as “one moment”, need not be coded again. */
const CODED_BYTES = 8 * 2 ** 20;

/** Voices that speak on calls. All the work is done on the threads and processes of speech. */
export function openVoices(deps: VoicesDeps): Voices {
  const coded = new LRUCache<string, Uint8Array>({
    maxSize: CODED_BYTES,
    sizeCalculation: (bytes) => Math.max(1, bytes.length),
  });

  async function code({ samples, sampleRateHz, samplesSha256 }: Master): Promise<Uint8Array> {
    const known = coded.get(samplesSha256);
    if (known) return known;
    const { bytes } = await deps.speech.encode(samples, sampleRateHz, {
      codec: 'ulaw',
      rateHz: CALL_RATE_HZ,
    });
    coded.set(samplesSha256, bytes);
    return bytes;
  }

  return {
    of(call, personality) {
      const who = personality ?? resolved({ id: null, versionId: null, number: 0 }, DEFAULT_PERSONALITY);
      return voice(deps, call, who, code);
    },
  };
}

function voice(
  deps: VoicesDeps,
  call: AdmittedCall,
  personality: ResolvedPersonality,
  code: (master: Master) => Promise<Uint8Array>,
): CallVoice {
  const { language } = call.flow.content;
  const by = { workspaceId: call.workspaceId, actor: actorOf(call) };
  let found: ReturnType<typeof voiceOf> | null = null;
  const request = () => {
    found ??= voiceOf(deps, by, personality, { language, purpose: 'call', heardBy: 'callers' });
    // What could not be read may be there the next time.
    found.catch(() => {
      found = null;
    });
    return found;
  };
  return {
    async speak(words, signal): Promise<SpokenSound | null> {
      const text = speakable(words);
      if (text === null) return null;
      const asked = { ...(await request()), text, signal, deadlineMs: FIRST_SOUND_MS };
      asked.use = { ...asked.use, callId: call.id };
      const master = await deps.speech.speakLive(asked);
      signal.throwIfAborted();
      const mulaw = await code(master);
      const lead = words.indexOf(text);
      return {
        text: words,
        mulaw,
        // Where marks were left out, nobody knows where a word stood: then its length must do.
        words: lead < 0 ? [] : master.words.map(({ endMs, charEnd }) => ({ endMs, charEnd: charEnd + lead })),
        source: sourceOf(master),
      };
    },
  };
}

const sourceOf = ({ voice, engine, fallback }: Master): LineSource => ({
  kind: 'voice',
  voiceId: voice.id,
  voiceName: voice.name,
  engineId: engine.id,
  instead: fallback && { what: fallback.voiceId, code: fallback.code, reason: fallback.reason },
});
