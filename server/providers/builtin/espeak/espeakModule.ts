import { LRUCache } from 'lru-cache';

export interface EspeakEvent {
  type: string;
  /** Counted in characters of the text, from 1. */
  text_position: number;
  audio_position: number;
  id: string | number | undefined;
}

/** A place in the engine's memory, which its functions take for a text. */
interface Place {
  ptr: number;
}

/** What of the package is used; it has no typings. */
interface Worker {
  set_voice(name: Place): number;
  set_rate(wordsPerMinute: number): void;
  set_pitch(setting: number): void;
  set_range(setting: number): void;
  synthesize(text: Place, onAudio: (samples: Int16Array, events: EspeakEvent[]) => boolean): void;
}

interface Module {
  eSpeakNGWorker: new () => Worker;
  /** The engine's whole memory; another one once it has grown. */
  readonly HEAPU8: Uint8Array;
  _malloc(bytes: number): number;
}

/** How a text is to be spoken, in the engine's own settings. */
export interface EspeakSettings {
  voice: string;
  wordsPerMinute: number;
  pitch: number;
  range: number;
}

export interface EspeakSpeech {
  chunks: Int16Array[];
  events: EspeakEvent[];
}

/** An engine that says every text as if it were its first. */
export interface Espeak {
  speak(text: string, settings: EspeakSettings): EspeakSpeech;
}

// Named by a variable: the package is optional, has no typings, and is only ever loaded in this process.
const PACKAGE: string = '@echogarden/espeak-ng-emscripten';

/** So many voices' beginnings are kept, each a megabyte: to choose a voice takes longer than to go back to it. */
const MOST_VOICES = 8;

/**
 * Loads the engine, which takes a quarter of a second or more. Its noise, flutter and settings would go on from one
 * text to the next, so each text begins with the memory as it was when its voice had just been chosen: all state of
 * the engine lies there.
 * Texts are written into that memory here, for the package would keep a place for them that it remembers outside.
 */
export async function openEspeakModule(): Promise<Espeak> {
  const { default: load } = (await import(PACKAGE)) as { default: () => Promise<Module> };
  const module = await load();
  const worker = new module.eSpeakNGWorker();
  const place = (text: string): Place => {
    const bytes = Buffer.from(`${text}\0`);
    const ptr = module._malloc(bytes.length);
    if (ptr === 0) throw new Error('espeak-ng has no memory left for the text');
    module.HEAPU8.set(bytes, ptr);
    return { ptr };
  };
  // The package makes the place it remembers with the first call that could take a text.
  worker.set_voice(place(''));
  const loaded = withoutZeros(module.HEAPU8);
  const chosen = new LRUCache<string, Uint8Array>({ max: MOST_VOICES });

  const goBackTo = (memory: Uint8Array) => {
    module.HEAPU8.set(memory);
    module.HEAPU8.fill(0, memory.length);
  };
  const choose = (voice: string) => {
    const known = chosen.get(voice);
    if (known) return goBackTo(known);
    goBackTo(loaded);
    if (worker.set_voice(place(voice)) !== 0) throw new Error(`espeak-ng has no voice ${voice}`);
    chosen.set(voice, withoutZeros(module.HEAPU8));
  };

  return {
    speak(text, { voice, wordsPerMinute, pitch, range }) {
      choose(voice);
      worker.set_rate(wordsPerMinute);
      worker.set_pitch(pitch);
      worker.set_range(range);
      const chunks: Int16Array[] = [];
      const events: EspeakEvent[] = [];
      worker.synthesize(place(text), (samples, found) => {
        if (samples) chunks.push(samples);
        events.push(...found);
        return false;
      });
      return { chunks, events };
    },
  };
}

/** A copy up to the last byte that is not zero. */
function withoutZeros(memory: Uint8Array): Uint8Array {
  let end = memory.length;
  while (end > 0 && memory[end - 1] === 0) end--;
  return memory.slice(0, end);
}
