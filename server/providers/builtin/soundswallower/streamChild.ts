import type { Decoder, Endpointer } from 'soundswallower';
import { RefusalError } from '../../../speech/processes/engineChild.ts';
import { type SessionReplies, serveSessions } from '../../../speech/processes/sessionChild.ts';
import type { RecognitionEvent } from '../../../speech/recognition/contract.ts';
import type { HearingMessage } from '../../../speech/recognition/sessionStream.ts';
import { addWords, loadLibrary, makeDecoder, nameOf, piecesOf } from './decoder.ts';
import { phraseGrammar } from './grammar.ts';
import { PHRASE_SCORE, RECOGNIZER_RATE_HZ, type RecognizerLanguage, type StreamOpening } from './settings.ts';

/** A pause of so long, most of it silent, ends an utterance. */
const WINDOW_SECONDS = 0.4;
const WINDOW_RATIO = 0.9;
/** The strictest of its detector's: noise of a line is not speech. */
const MODE = 2;
/** Kept for who comes next; making one takes a moment. */
const MOST_IDLE = 4;
/** Words cannot be taken out of a dictionary again; after so many the decoder is made anew. */
const MOST_ADDED = 5_000;

interface Held {
  language: RecognizerLanguage;
  decoder: Decoder;
  added: number;
}
const idle: Held[] = [];

serveSessions<StreamOpening, HearingMessage, RecognitionEvent>(async (opening, replies) => {
  const { language, phrases, pronunciations } = opening;
  const at = idle.findIndex((held) => held.language === language);
  const held =
    at < 0 ? { language, decoder: await makeDecoder(language, 'phrases'), added: 0 } : idle.splice(at, 1)[0]!;
  const giveBack = () => {
    if (idle.length < MOST_IDLE && held.added < MOST_ADDED) idle.push(held);
    else held.decoder.delete();
  };
  const words = [...new Set(phrases.flat())];
  const { added, unknown } = addWords(held.decoder, words, pronunciations);
  if (unknown.length > 0) {
    giveBack();
    throw new RefusalError(
      'unsupported-parameter',
      `The built-in recogniser does not know how “${unknown[0]}” sounds.`,
    );
  }
  held.added += added;
  held.decoder.set_grammar(phraseGrammar(phrases.map((phrase) => phrase.map(nameOf))));
  const { Endpointer: Detector } = await loadLibrary();
  const detector = new Detector({
    samprate: RECOGNIZER_RATE_HZ,
    mode: MODE,
    window: WINDOW_SECONDS,
    ratio: WINDOW_RATIO,
  });
  const hearing = new Hearing(held.decoder, detector, words, replies);
  return {
    take: (message) => hearing.take(message),
    close() {
      hearing.close();
      giveBack();
    },
  };
});

/** One stream: an utterance at a time, each one of the phrases or none. */
class Hearing {
  private readonly decoder: Decoder;
  private readonly detector: Endpointer;
  private readonly words: readonly string[];
  private readonly replies: SessionReplies<RecognitionEvent>;
  private rest = new Float32Array(0);
  private startMs: number | null = null;
  private interim = '';

  constructor(
    decoder: Decoder,
    detector: Endpointer,
    words: readonly string[],
    replies: SessionReplies<RecognitionEvent>,
  ) {
    this.decoder = decoder;
    this.detector = detector;
    this.words = words;
    this.replies = replies;
  }

  take(message: HearingMessage): void {
    if ('sound' in message) this.hear(message.sound);
    else if ('flush' in message) this.flush();
    else this.finish();
  }

  close(): void {
    if (this.startMs !== null) this.decoder.stop();
    this.startMs = null;
  }

  private hear(sound: Float32Array): void {
    const size = this.detector.get_frame_size();
    const all = new Float32Array(this.rest.length + sound.length);
    all.set(this.rest);
    all.set(sound, this.rest.length);
    let at = 0;
    // The last frame is kept: the detector wants to be told which one ends the stream.
    for (; all.length - at > size; at += size) this.frame(this.detector.process(all.slice(at, at + size)));
    this.rest = all.slice(at);
  }

  private frame(speech: Float32Array | null | undefined): void {
    if (!speech || speech.length === 0) return;
    if (this.startMs === null) this.begin(Math.round(1000 * this.detector.get_speech_start()));
    this.decoder.process_audio(speech, false, false);
    if (!this.detector.get_in_speech()) {
      this.end(true);
      return;
    }
    const text = this.textSoFar();
    if (text === this.interim) return;
    this.interim = text;
    if (text) this.replies.say({ type: 'interim', text });
  }

  private begin(atMs: number): void {
    this.startMs = atMs;
    this.interim = '';
    this.decoder.start();
    this.replies.say({ type: 'speech-start', atMs });
  }

  private end(endOfUtterance: boolean): void {
    const startMs = this.startMs ?? 0;
    this.decoder.stop();
    const pieces = piecesOf(this.decoder, this.words);
    this.startMs = null;
    const endMs = Math.round(1000 * this.detector.get_speech_end());
    const confidence =
      pieces.length === 0 ? 0 : pieces.reduce((sum, { score }) => sum + score, 0) / pieces.length;
    const words = (confidence < PHRASE_SCORE ? [] : pieces).map(({ name, score, ...times }) => ({
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
    this.interim = '';
    this.decoder.start();
  }

  private finish(): void {
    // Asked for the rest of a stream in which nobody speaks, the detector answers with memory that is not its own.
    if (this.startMs !== null && this.detector.get_in_speech() && this.rest.length > 0) {
      const last = this.detector.end_stream(this.rest);
      if (last.length > 0) this.decoder.process_audio(last, false, false);
    }
    if (this.startMs !== null) this.end(true);
    this.replies.end();
  }

  private textSoFar(): string {
    const byName = new Map(this.words.map((word) => [nameOf(word), word]));
    return this.decoder
      .get_text()
      .split(/\s+/)
      .filter((name) => name !== '' && !/^[<([]/.test(name))
      .map((name) => byName.get(name) ?? name)
      .join(' ');
  }
}
