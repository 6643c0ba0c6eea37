import type { Decoder, Endpointer } from 'soundswallower';
import { RefusalError } from '../../../speech/processes/engineChild.ts';
import { type SessionReplies, serveSessions } from '../../../speech/processes/sessionChild.ts';
import type { RecognitionEvent } from '../../../speech/recognition/contract.ts';
import type { HearingMessage } from '../../../speech/recognition/sessionStream.ts';
import { confidenceOf } from './confidence.ts';
import { addWords, fitOf, hearAnew, listenFor, piecesOf, type Spelling, spellingOf } from './decoder.ts';
import { type Held, HeldDecoders, makeHeld } from './heldDecoders.ts';
import { type Register, RegisterFinder } from './register.ts';
import type { RecognizedPiece, RecognizerLanguage, SpokenGrammar, StreamOpening } from './settings.ts';

/** What the detector looks at once. */
const FRAME_MS = 30;
/** After so much silence nobody is taken to speak. */
const MOST_SILENT_FRAMES = 40;

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

/** One stream: an utterance at a time, each one of the grammar's or none. */
class Hearing {
  readonly held: Held;
  private readonly decoder: Decoder;
  private readonly sounds: Decoder | null;
  private readonly detector: Endpointer;
  private readonly beganMs: number;
  private readonly spelling: Spelling;
  private readonly conversation: boolean;
  private readonly replies: SessionReplies<RecognitionEvent>;
  private rest = new Float32Array(0);
  private startMs: number | null = null;
  /** The best path through the grammar: there is one for any sound. */
  private best = '';
  /** What was told of it: words that were said by all that is known. */
  private interim = '';

  constructor(held: Held, { words, conversation }: SpokenGrammar, replies: SessionReplies<RecognitionEvent>) {
    this.held = held;
    this.decoder = held.decoder;
    this.sounds = held.sounds;
    this.detector = held.detector;
    this.beganMs = held.frames * FRAME_MS;
    this.spelling = spellingOf(words);
    this.conversation = conversation;
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
    if (!speech || speech.length === 0) return;
    if (this.startMs === null) this.begin(this.ms(this.detector.get_speech_start()));
    this.decoder.process_audio(speech, false, false);
    this.sounds?.process_audio(speech, false, false);
    if (!this.detector.get_in_speech()) {
      this.end(true);
      return;
    }
    const best = this.bestSoFar();
    if (best === this.best) return;
    this.best = best;
    const text = this.confidence(piecesOf(this.decoder, this.spelling)) === 0 ? '' : best;
    if (text === this.interim) return;
    this.interim = text;
    this.replies.say({ type: 'interim', text });
  }

  private confidence(pieces: readonly RecognizedPiece[]): number {
    const { decoder, sounds, conversation } = this;
    return confidenceOf(pieces, { words: fitOf(decoder), sounds: sounds && fitOf(sounds), conversation });
  }

  private begin(atMs: number): void {
    this.startMs = atMs;
    this.start();
    this.replies.say({ type: 'speech-start', atMs });
  }

  private start(): void {
    this.best = '';
    this.interim = '';
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
    const pieces = piecesOf(this.decoder, this.spelling);
    this.startMs = null;
    const endMs = this.ms(this.detector.get_speech_end());
    const confidence = this.confidence(pieces);
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
    const { startMs } = this;
    this.end(false);
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
