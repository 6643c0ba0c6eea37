import type { Decoder, Endpointer } from 'soundswallower';
import { RefusalError } from '../../../speech/processes/engineChild.ts';
import { type SessionReplies, serveSessions } from '../../../speech/processes/sessionChild.ts';
import type { RecognitionEvent } from '../../../speech/recognition/contract.ts';
import type { HearingMessage } from '../../../speech/recognition/sessionStream.ts';
import { confidenceOf, type Fit } from './confidence.ts';
import { addWords, fitOf, hearAnew, listenFor, piecesOf, type Spelling, spellingOf } from './decoder.ts';
import { type Held, HeldDecoders, makeHeld } from './heldDecoders.ts';
import { type Register, RegisterFinder } from './register.ts';
import {
  RECOGNIZER_RATE_HZ,
  type RecognizedPiece,
  type RecognizerLanguage,
  type SpokenGrammar,
  type StreamOpening,
} from './settings.ts';

/** What the detector looks at once. */
const FRAME_MS = 30;
/** After so much silence nobody is taken to speak. */
const MOST_SILENT_FRAMES = 40;
/** A longer silence is no pause inside of what is said to a conversation. */
const LONGEST_PAUSE_FRAMES = 1_500 / FRAME_MS;

interface Understood {
  pieces: readonly RecognizedPiece[];
  confidence: number;
}
const NOTHING: Understood = { pieces: [], confidence: 0 };

const languages = new Map<RecognizerLanguage, HeldDecoders>();

function decodersOf(language: RecognizerLanguage): HeldDecoders {
  const decoders = languages.get(language) ?? new HeldDecoders(() => makeHeld(language));
  languages.set(language, decoders);
  return decoders;
}

serveSessions<StreamOpening, HearingMessage, RecognitionEvent>(async (opening, replies) => {
  const finder = new RegisterFinder();
  /** What was said before it was known how high the speaker speaks, and before a decoder was free. */
  let early: HearingMessage[] = [];
  let hearing: Hearing | null = null;
  let closed = false;
  return {
    async take(message) {
      if (hearing) {
        hearing.take(message);
        return;
      }
      early.push(message);
      const register = 'sound' in message ? finder.hear(message.sound) : finder.known();
      if (!register) return;
      const decoders = decodersOf(opening.language);
      const held = await decoders.take(opening.grammar.jsgf);
      try {
        if (!closed) await prepare(held, opening, register);
        if (!closed) hearing = new Hearing(held, opening.grammar, replies);
      } finally {
        if (!hearing) decoders.giveBack(held);
      }
      for (const each of early) hearing?.take(each);
      early = [];
    },
    close() {
      closed = true;
      if (!hearing) return;
      hearing.close();
      decodersOf(opening.language).giveBack(hearing.held);
    },
  };
});

/** Lets a decoder listen for what a stream may say. Refuses words that nobody knows the sounds of. */
async function prepare(
  held: Held,
  { language, grammar, pronunciations }: StreamOpening,
  register: Register,
): Promise<void> {
  const { words, jsgf } = grammar;
  const { added, unknown } = await addWords(held.decoder, language, words, pronunciations);
  if (unknown.length > 0)
    throw new RefusalError(
      'unsupported-parameter',
      `The built-in recogniser does not know how “${unknown[0]}” sounds.`,
    );
  held.added += added;
  // Nobody is heard with the mean of whoever spoke before.
  for (const decoder of [held.decoder, held.sounds]) if (decoder) await hearAnew(decoder, register);
  if (held.jsgf !== jsgf) await listenFor(held.decoder, jsgf);
  held.jsgf = jsgf;
}

/**
 * One stream: an utterance at a time, each one of the grammar's or none. In a conversation an utterance may have pauses
 * in it: “where is my order one two three”, and then “four five”, which by itself is nothing that could be said.
 */
class Hearing {
  readonly held: Held;
  private readonly decoder: Decoder;
  private readonly sounds: Decoder | null;
  private readonly detector: Endpointer;
  private readonly beganMs: number;
  private readonly spelling: Spelling;
  private readonly conversation: boolean;
  private readonly others: boolean;
  private readonly replies: SessionReplies<RecognitionEvent>;
  private rest = new Float32Array(0);
  private startMs: number | null = null;
  /** For so many frames nobody has spoken, who may go on; null: somebody speaks, or nobody has. */
  private pausing: number | null = null;
  /** What was understood until then: what follows may be no speech. */
  private before: Understood = NOTHING;
  /** How much of the utterance the decoder was given, and where in that a pause was left out. */
  private given = 0;
  private readonly pauses: { atMs: number; lengthMs: number; fits: { words: Fit; sounds: Fit | null } }[] =
    [];
  /** The best path through the grammar: there is one for any sound. */
  private best = '';
  /** What was told of it: words that were said by all that is known. */
  private interim = '';

  constructor(
    held: Held,
    { words, conversation, others }: SpokenGrammar,
    replies: SessionReplies<RecognitionEvent>,
  ) {
    this.held = held;
    this.decoder = held.decoder;
    this.sounds = held.sounds;
    this.detector = held.detector;
    this.beganMs = held.frames * FRAME_MS;
    this.spelling = spellingOf(words);
    this.conversation = conversation;
    this.others = others;
    this.replies = replies;
  }

  take(message: HearingMessage): void {
    if ('sound' in message) this.hear(message.sound);
    else if ('flush' in message) this.flush();
    else this.finish();
  }

  close(): void {
    if (this.startMs !== null) this.stop();
    this.startMs = null;
    // Whoever takes the detector next begins in silence.
    for (let n = 0; this.detector.get_in_speech() && n < MOST_SILENT_FRAMES; n++)
      this.process(this.silence());
  }

  private hear(sound: Float32Array): void {
    const size = this.detector.get_frame_size();
    const all = new Float32Array(this.rest.length + sound.length);
    all.set(this.rest);
    all.set(sound, this.rest.length);
    let at = 0;
    for (; all.length - at >= size; at += size) this.frame(all.slice(at, at + size));
    this.rest = all.slice(at);
  }

  private process(frame: Float32Array): Float32Array | null {
    this.held.frames++;
    // Its typings do not say that it answers null outside of speech.
    return this.detector.process(frame) as Float32Array | null;
  }

  private silence(): Float32Array {
    return new Float32Array(this.detector.get_frame_size());
  }

  private ms(seconds: number): number {
    return Math.max(0, Math.round(1000 * seconds - this.beganMs));
  }

  private frame(frame: Float32Array): void {
    const speech = this.process(frame);
    if (!speech || speech.length === 0) {
      if (this.pausing !== null && ++this.pausing > LONGEST_PAUSE_FRAMES) this.end(true);
      return;
    }
    const fromMs = this.ms(this.detector.get_speech_start());
    if (this.startMs === null) this.begin(fromMs);
    else if (this.pausing !== null) this.goOn(fromMs - this.startMs);
    this.decoder.process_audio(speech, false, false);
    this.sounds?.process_audio(speech, false, false);
    this.given += speech.length;
    if (!this.detector.get_in_speech()) {
      if (!this.conversation) {
        this.end(true);
        return;
      }
      this.pausing = 0;
    }
    const best = this.bestSoFar();
    if (best === this.best) return;
    this.best = best;
    const unknown = this.confidence(piecesOf(this.decoder, this.spelling), false) === 0;
    const text = unknown ? this.before.pieces.map(({ name }) => name).join(' ') : best;
    if (text === this.interim) return;
    this.interim = text;
    this.replies.say({ type: 'interim', text });
  }

  /**
   * How surely all of it was said, and what came behind the last pause by itself: other words fit in well beside many.
   * Only what is over may be a short answer: anything begins like one.
   */
  private confidence(pieces: readonly RecognizedPiece[], over: boolean): number {
    const { pauses, others } = this;
    const conversation = this.conversation && over;
    const fits = this.fits();
    const all = confidenceOf(pieces, { ...fits, conversation, others });
    const pause = pauses.at(-1);
    const behind = pause ? pieces.filter(({ endMs }) => endMs > pause.atMs) : [];
    if (!pause || behind.length === 0) return all;
    const { words, sounds } = pause.fits;
    const alone = {
      words: less(fits.words, words),
      sounds: fits.sounds && sounds && less(fits.sounds, sounds),
    };
    return confidenceOf(behind, { ...alone, conversation, others }) === 0 ? 0 : all;
  }

  private fits(): { words: Fit; sounds: Fit | null } {
    const { decoder, sounds } = this;
    return { words: fitOf(decoder), sounds: sounds && fitOf(sounds) };
  }

  private begin(atMs: number): void {
    this.startMs = atMs;
    this.start();
    this.replies.say({ type: 'speech-start', atMs });
  }

  /** Speech again, so long behind the beginning. */
  private goOn(atMs: number): void {
    this.pausing = null;
    const understood = this.understood();
    if (understood.confidence > 0) this.before = understood;
    const givenMs = (1000 * this.given) / RECOGNIZER_RATE_HZ;
    const left = this.pauses.reduce((sum, { lengthMs }) => sum + lengthMs, 0);
    this.pauses.push({
      atMs: givenMs,
      lengthMs: Math.max(0, atMs - givenMs - left),
      fits: this.fits(),
    });
  }

  /** What is understood of the utterance, as sure as that is. */
  private understood(): Understood {
    const pieces = piecesOf(this.decoder, this.spelling);
    return { pieces: this.inTime(pieces), confidence: this.confidence(pieces, true) };
  }

  /** Words by the time since the utterance began, with its pauses. */
  private inTime(pieces: readonly RecognizedPiece[]): RecognizedPiece[] {
    return pieces.map(({ startMs, endMs, ...piece }) => {
      const by = this.pauses.reduce((sum, { atMs, lengthMs }) => sum + (startMs >= atMs ? lengthMs : 0), 0);
      return { ...piece, startMs: startMs + by, endMs: endMs + by };
    });
  }

  private start(): void {
    this.best = '';
    this.interim = '';
    this.pausing = null;
    this.before = NOTHING;
    this.given = 0;
    this.pauses.length = 0;
    this.decoder.start();
    this.sounds?.start();
  }

  private stop(): void {
    this.decoder.stop();
    this.sounds?.stop();
  }

  private end(endOfUtterance: boolean): void {
    const startMs = this.startMs ?? 0;
    this.stop();
    const all = this.understood();
    // Where nothing that could be said goes on behind a pause, it ended there.
    const { pieces, confidence } = all.confidence > 0 ? all : this.before;
    this.startMs = null;
    this.pausing = null;
    const endMs = this.ms(this.detector.get_speech_end());
    const words = (confidence === 0 ? [] : pieces).map(({ name, score, ...times }) => ({
      text: name,
      startMs: startMs + times.startMs,
      endMs: startMs + times.endMs,
      confidence: score,
    }));
    this.replies.say({
      type: 'final',
      text: words.map(({ text }) => text).join(' '),
      startMs,
      endMs: Math.max(endMs, words.at(-1)?.endMs ?? 0, startMs),
      words,
      confidence,
      endOfUtterance,
    });
    if (endOfUtterance) this.replies.say({ type: 'speech-end', atMs: Math.max(startMs, endMs) });
  }

  private flush(): void {
    if (this.startMs === null) return;
    const { startMs, pausing } = this;
    this.end(pausing !== null);
    if (pausing !== null) return;
    // The speaker goes on: what comes is another utterance.
    this.startMs = startMs;
    this.start();
  }

  private finish(): void {
    const last = this.silence();
    last.set(this.rest);
    this.frame(last);
    // Its own way to end a stream answers with memory that is not its own: silence ends an utterance as well.
    for (let n = 0; this.detector.get_in_speech() && n < MOST_SILENT_FRAMES; n++) this.frame(this.silence());
    if (this.startMs !== null) this.end(true);
    this.replies.end();
  }

  private bestSoFar(): string {
    return this.decoder
      .get_text()
      .split(/\s+/)
      .filter((name) => name !== '' && !/^[<([]/.test(name))
      .map((name) => this.spelling.get(name) ?? name)
      .join(' ');
  }
}

const less = (all: Fit, before: Fit): Fit => ({
  logScore: all.logScore - before.logScore,
  seconds: all.seconds - before.seconds,
});
