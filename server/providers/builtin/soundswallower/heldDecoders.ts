import type { Decoder, Endpointer } from 'soundswallower';
import { loadLibrary, makeDecoder, makeSoundsDecoder } from './decoder.ts';
import { RECOGNIZER_RATE_HZ, type RecognizerLanguage } from './settings.ts';

/**
 * So many of a language hear at once, of which one core keeps up with about as many speakers. Whoever speaks while
 * all of them are taken is heard a little later. They are kept, for the library gives little of a decoder's memory
 * back: making one for each burst of speakers left none after some hundreds.
 */
export const MOST_HELD = 16;
/** Words cannot be taken out of a dictionary again; after so many the decoder is made anew. */
const MOST_ADDED = 20_000;
/** A pause of so long, most of it silent, ends an utterance. */
const WINDOW_SECONDS = 0.4;
const WINDOW_RATIO = 0.9;
/** The strictest of its detector's: noise of a line is not speech. */
const MODE = 2;

/** A decoder, its detector, and what is known of them. */
export interface Held {
  readonly decoder: Decoder;
  /** Hears sounds that are bound to no words, to compare with. */
  readonly sounds: Decoder | null;
  readonly detector: Endpointer;
  /** How many frames the detector has seen; its times count from the first. */
  frames: number;
  /** Words that were added to the dictionary. */
  added: number;
  /** The grammar it followed last: reading one takes longer than some utterances. */
  jsgf?: string;
}

interface Waiting {
  resolve: (held: Held) => void;
  reject: (error: unknown) => void;
}

/** The decoders of a language in this process; `make` makes one. */
export class HeldDecoders {
  private readonly make: () => Promise<Held>;
  private readonly idle: Held[] = [];
  private readonly waiting: Waiting[] = [];
  private made = 0;

  constructor(make: () => Promise<Held>) {
    this.make = make;
  }

  /** One that nobody else has until it is given back, if possible one that followed this grammar last. */
  take(jsgf: string): Promise<Held> {
    const same = this.idle.findIndex((held) => held.jsgf === jsgf);
    const held = same < 0 ? this.idle.pop() : this.idle.splice(same, 1)[0];
    if (held) return Promise.resolve(held);
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.makeMore();
    });
  }

  /** Whoever waits longest has it next. One whose dictionary is full makes room for another. */
  giveBack(held: Held): void {
    if (held.added > MOST_ADDED) {
      held.decoder.delete();
      held.sounds?.delete();
      this.made--;
      this.makeMore();
      return;
    }
    const next = this.waiting.shift();
    if (next) next.resolve(held);
    else this.idle.push(held);
  }

  /** For who waits longest; if that fails, they are told, and the next one is tried for. */
  private makeMore(): void {
    if (this.made >= MOST_HELD || this.waiting.length === 0) return;
    this.made++;
    this.make().then(
      (held) => this.giveBack(held),
      (error: unknown) => {
        this.made--;
        this.waiting.shift()?.reject(error);
        this.makeMore();
      },
    );
  }
}

/** Makes one of a language. */
export async function makeHeld(language: RecognizerLanguage): Promise<Held> {
  const decoder = await makeDecoder(language, 'grammar', 'low');
  const sounds = await makeSoundsDecoder(language, 'low');
  const { Endpointer: Detector } = await loadLibrary();
  const detector = new Detector({
    samprate: RECOGNIZER_RATE_HZ,
    mode: MODE,
    window: WINDOW_SECONDS,
    ratio: WINDOW_RATIO,
  });
  return { decoder, sounds, detector, frames: 0, added: 0 };
}
