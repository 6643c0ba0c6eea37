import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { FromPlain } from '../../../shared/markup/fromPlain.ts';
import type { Provenance } from '../../provenance/contract.ts';
import { markSpeech } from '../../provenance/markSpeech.ts';
import type { Encoding, SpeakRequest, Speech, SpokenPiece, WordTiming } from '../../speech/contract.ts';
import { sayWho } from '../sayWho.ts';
import { type Alignment, alignCharacters, behindSigns, type HeardWord, TimedSpeech } from './alignment.ts';
import { MEDIA_TYPES } from './formats.ts';

/** One request to speak, ready to be carried out. */
export interface Spoken {
  speech: Speech;
  provenance: Provenance;
  speak: SpeakRequest;
  encoding: Encoding;
  /** The text as it was sent, and its places in what is spoken. */
  text: string;
  plain: FromPlain;
}

/** All of it, signed where the format can carry that. */
async function wholeFile({ speech, provenance, speak, encoding }: Spoken) {
  const master = await speech.speak(speak);
  const { bytes } = await speech.encode(master.samples, master.sampleRateHz, encoding);
  const { language } = speak;
  const file = { bytes, format: encoding.codec, language, engine: master.engine };
  return { master, ...(await markSpeech(provenance, file)) };
}

/** The whole file, whose headers therefore tell the truth. */
export async function sendWhole(spoken: Spoken, reply: FastifyReply) {
  const { encoding } = spoken;
  const { master, bytes, manifest } = await wholeFile(spoken);
  return sayWho(reply, master)
    .header('x-c2pa', manifest)
    .header('cache-control', 'no-store')
    .header('content-type', MEDIA_TYPES[encoding.codec])
    .send(bytes);
}

/** The whole file in JSON, with the times of its characters. */
export async function sendWithTimestamps(spoken: Spoken, reply: FastifyReply) {
  const { text, plain } = spoken;
  const { master, bytes } = await wholeFile(spoken);
  const whole = { from: 0, to: text.length, startMs: 0, endMs: master.durationMs };
  const words = master.words.map((word) => heardWord(word, plain, 0));
  return sayWho(reply, master)
    .header('content-type', 'application/json')
    .send(timed(bytes, alignCharacters(text, whole, words)));
}

/** Encoded sentence by sentence, while the engine speaks on. */
export function sendStream(spoken: Spoken, reply: FastifyReply) {
  return sendPieces(spoken, reply, MEDIA_TYPES[spoken.encoding.codec], (encoded) => encoded.bytes);
}

/** The same as lines of JSON, each with the times of its characters from the beginning of the stream. */
export function sendStreamWithTimestamps(spoken: Spoken, reply: FastifyReply) {
  const timing = openTiming(spoken);
  return sendPieces(spoken, reply, 'application/json', ({ bytes, piece }) =>
    Buffer.from(`${timed(bytes, piece ? timing.of(piece) : timing.rest())}\n`),
  );
}

interface EncodedPiece {
  bytes: Buffer;
  /** Absent at the end, which is no sentence but what the encoder still held. */
  piece?: SpokenPiece;
}

async function sendPieces(
  spoken: Spoken,
  reply: FastifyReply,
  mediaType: string,
  present: (encoded: EncodedPiece) => Buffer,
) {
  // A failure before the first sentence must still become an answer with its status.
  const pieces = encodedPieces(spoken);
  const first = await pieces.next();
  if (!first.done && first.value.piece) sayWho(reply, first.value.piece);
  async function* bytes() {
    try {
      for (let next = first; !next.done; next = await pieces.next()) {
        const part = present(next.value);
        if (part.length > 0) yield part;
      }
    } finally {
      await pieces.return(undefined);
    }
  }
  return reply
    .header('cache-control', 'no-store')
    .header('content-type', mediaType)
    .send(Readable.from(bytes(), { objectMode: false }));
}

async function* encodedPieces({
  speech,
  speak,
  encoding,
}: Spoken): AsyncGenerator<EncodedPiece, undefined, undefined> {
  const encoder = speech.encodeStream(encoding);
  try {
    for await (const piece of speech.stream(speak))
      yield { bytes: await encoder.add(piece.samples, piece.sampleRateHz), piece };
    yield { bytes: await encoder.end() };
  } finally {
    encoder.close();
  }
}

/** Keeps how far in text and time a stream is. */
function openTiming({ text, plain }: Spoken) {
  let at = 0;
  let ms = 0;
  let heardMs = 0;
  const upTo = (to: number, words: HeardWord[]) => {
    const alignment = alignCharacters(text, { from: at, to, startMs: ms, endMs: heardMs }, words);
    at = to;
    ms = heardMs;
    return alignment;
  };
  return {
    of({ samples, sampleRateHz, words, reachedChar }: SpokenPiece): Alignment | null {
      const heard = words.map((word) => heardWord(word, plain, heardMs));
      heardMs += (samples.length * 1000) / sampleRateHz;
      const reached = words.at(-1)?.charEnd ?? reachedChar;
      // Of an engine that does not say how far it is, the whole is told at the end.
      if (reached === undefined) return null;
      return upTo(Math.max(at, behindSigns(text, plain.plainAt(reached))), heard);
    },
    rest: (): Alignment | null => (at < text.length ? upTo(text.length, []) : null),
  };
}

function heardWord({ charStart, charEnd, startMs, endMs }: WordTiming, plain: FromPlain, fromMs: number) {
  return {
    from: plain.plainAt(charStart),
    to: plain.plainAt(charEnd),
    startMs: fromMs + startMs,
    endMs: fromMs + endMs,
  };
}

/** JSON, as the document has it. */
function timed(bytes: Buffer, alignment: Alignment | null): string {
  const speech = { audio_base64: bytes.toString('base64'), alignment, normalized_alignment: alignment };
  return JSON.stringify(TimedSpeech.parse(speech));
}
