import { decodeMuLaw, encodeMuLaw } from '../../../server/audio/g711.ts';
import { floatToInt16 } from '../../../server/audio/pcm16.ts';
import { finishCall } from '../../../server/calls/record/finishCall.ts';
import { readSegments } from '../../../server/calls/record/readRecording.ts';
import { alignByEar } from '../../../server/calls/record/redaction/alignByEar.ts';
import { partySound } from '../../../server/calls/record/redaction/beepRecording.ts';
import { type TimedWord, timesOf } from '../../../server/calls/record/redaction/timesOf.ts';
import { tokensOf } from '../../../server/calls/record/redaction/tokens.ts';
import type { Speech } from '../../../server/speech/contract.ts';
import type { HeardWord, SpeechRecognizer } from '../../../server/speech/recognition/contract.ts';
import { CALL_RATE_HZ } from '../../../server/telephony/callTransport.ts';
import { LIST_PRICES } from '../../../shared/prices/priceTable.ts';
import { createWorkspace } from '../../support/database.ts';
import { admittedCall, heard, openTestKeeper, spoken } from '../../support/keptCalls.ts';
import type { TalkMeans } from '../running/talk.ts';
import { speak, VOICES } from '../speech/callers.ts';
import type { PlantedItem } from './plantedItems.ts';

/** What became of the sound of one planted line. */
export interface BeepedItem extends PlantedItem {
  voice: string;
  /** Of the words that identify somebody: heard where they were said, in the sound as it was and as it is kept. */
  words: { count: number; before: number; after: number };
  /** Samples of all other words that were heard, and how many of them are under the tone. */
  beside: { samples: number; covered: number };
}

/** Between two lines of a recording. */
const PAUSE_MS = 800;
const PEOPLE = VOICES.filter(({ human }) => human);

/**
 * Each line said by a voice over the telephone, all of a voice in one recorded call, redacted as calls are when they
 * are over, and listened to again. Every second line comes with the times of its words, as some recognisers tell
 * them; in the others redaction has to find the words itself.
 */
export async function measureAudio(
  { db, audioStore }: TalkMeans,
  { speech, recognizer }: { speech: Speech; recognizer: SpeechRecognizer },
  items: readonly PlantedItem[],
): Promise<BeepedItem[]> {
  const { workspaceId } = await createWorkspace(db);
  const kept = { database: db.database, audioStore };
  const keeper = openTestKeeper(kept);
  const results: BeepedItem[] = [];
  try {
    for (const [nth, voice] of PEOPLE.entries()) {
      const call = admittedCall(workspaceId);
      const record = keeper.begin(call, call.id);
      record.startRecording(0);
      const lines: { item: PlantedItem; atMs: number; sound: Uint8Array; words: HeardWord[] }[] = [];
      let atMs = PAUSE_MS;
      for (const [n, item] of items.filter((_, at) => at % PEOPLE.length === nth).entries()) {
        const sound = encodeMuLaw(
          floatToInt16(await speak(speech, item.text, { voice, band: 'telephone', pace: 1 })),
        );
        const words = await follow(recognizer, sound, item.text);
        record.sound('caller', sound, atMs);
        if (item.asked) record.event(spoken(atMs - PAUSE_MS, item.asked, { endMs: atMs }));
        const timed = words.map(({ text, startMs, endMs }) => ({
          text,
          startMs: atMs + startMs,
          endMs: atMs + endMs,
        }));
        const endMs = atMs + Math.round((sound.length * 1000) / CALL_RATE_HZ);
        record.event(heard(atMs, item.text, { endMs, ...(n % 2 === 0 && { words: timed }) }));
        lines.push({ item, atMs, sound, words });
        atMs = endMs + PAUSE_MS;
      }
      await record.end('goodbye', atMs);
      await finishCall(
        { ...kept, prices: LIST_PRICES, telephonyUsdPerMinute: null, align: alignByEar([recognizer]) },
        { workspaceId, callId: call.id },
      );
      const segments = await readSegments(kept, workspaceId, call.id);
      for (const { item, atMs: from, sound, words } of lines) {
        const to = from + (sound.length * 1000) / CALL_RATE_HZ;
        const now = await partySound(kept, workspaceId, segments, 'caller', from, to);
        const again = await follow(recognizer, now, item.text);
        results.push({
          ...item,
          voice: voice.name,
          ...compare(item, { sound, words }, { sound: now, words: again }),
        });
      }
    }
  } finally {
    await keeper.close(5000);
  }
  return results;
}

/** The words of a text that are heard in a sound, and when. */
async function follow(recognizer: SpeechRecognizer, sound: Uint8Array, text: string): Promise<HeardWord[]> {
  const { words } = await recognizer.transcribe(decodeMuLaw(sound), CALL_RATE_HZ, {
    language: 'en',
    expected: tokensOf(text).map(({ text: written }) => written),
    signal: new AbortController().signal,
  });
  return words;
}

interface Listened {
  sound: Uint8Array;
  words: readonly HeardWord[];
}

function compare(
  { text, spans }: PlantedItem,
  before: Listened,
  after: Listened,
): Pick<BeepedItem, 'words' | 'beside'> {
  const tokens = tokensOf(text);
  const planted = tokens.map((token) => spans.some(({ from, to }) => token.from < to && from < token.to));
  const was = timesOf(tokens, before.words);
  let heardBefore = 0;
  let heardAfter = 0;
  const beside = { samples: 0, covered: 0 };
  for (const [at, word] of was.entries()) {
    if (!word) continue;
    if (planted[at]) {
      heardBefore += 1;
      if (after.words.some((other) => isSame(word, other))) heardAfter += 1;
      continue;
    }
    const [start, end] = [word.startMs, word.endMs].map((ms) => Math.round((ms * CALL_RATE_HZ) / 1000));
    for (let i = start!; i < Math.min(end!, before.sound.length); i++) {
      beside.samples += 1;
      if (before.sound[i] !== after.sound[i]) beside.covered += 1;
    }
  }
  return {
    words: { count: planted.filter(Boolean).length, before: heardBefore, after: heardAfter },
    beside,
  };
}

/** The same word in the same place: one that is only squeezed in beside the tone is not what was said. */
function isSame(word: TimedWord, other: HeardWord): boolean {
  const together = Math.min(word.endMs, other.endMs) - Math.max(word.startMs, other.startMs);
  return word.text.toLowerCase() === other.text.toLowerCase() && 2 * together >= word.endMs - word.startMs;
}
