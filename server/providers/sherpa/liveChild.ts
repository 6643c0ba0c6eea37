import { RefusalError } from '../../speech/processes/engineChild.ts';
import { type SessionReplies, serveSessions } from '../../speech/processes/sessionChild.ts';
import type { RecognitionEvent } from '../../speech/recognition/contract.ts';
import type { HearingMessage } from '../../speech/recognition/sessionStream.ts';
import { LoadedModels } from './loadedModels.ts';
import type { RecognizerDescription, RecognizerFiles } from './recognizerFiles.ts';
import {
  type OnlineConfig,
  type OnlineRecognizer,
  type OnlineStream,
  openOnline,
} from './recognizerLibrary.ts';
import { meanConfidence, wordsOf } from './transcript.ts';

/** What a stream is opened with. */
export interface LiveOpening {
  files: RecognizerFiles;
  description: RecognizerDescription;
  memoryLimitBytes: number;
}

const RATE_HZ = 16_000;
/** The model looks ahead: so much silence brings out the last word. */
const TAIL_SECONDS = 0.6;

let models: LoadedModels<OnlineRecognizer> | undefined;

serveSessions<LiveOpening, HearingMessage, RecognitionEvent>(async (opening, replies) => {
  const { description, memoryLimitBytes } = opening;
  models ??= new LoadedModels(memoryLimitBytes);
  const recognizer = models.get(description.digest, description.sizeBytes, () =>
    openOnline(configuration(opening)),
  );
  const hearing = new Hearing(recognizer, replies);
  return { take: (message) => hearing.take(message), close: () => undefined };
});

class Hearing {
  private readonly recognizer: OnlineRecognizer;
  private readonly stream: OnlineStream;
  private readonly replies: SessionReplies<RecognitionEvent>;
  private samples = 0;
  /** Where the utterance began for the recogniser, whose times count from there. */
  private beganMs = 0;
  private interim = '';

  constructor(recognizer: OnlineRecognizer, replies: SessionReplies<RecognitionEvent>) {
    this.recognizer = recognizer;
    this.stream = recognizer.createStream();
    this.replies = replies;
  }

  take(message: HearingMessage): void {
    if ('sound' in message) this.hear(message.sound);
    else if ('flush' in message) this.final(false);
    else {
      this.stream.acceptWaveform({ samples: new Float32Array(TAIL_SECONDS * RATE_HZ), sampleRate: RATE_HZ });
      this.stream.inputFinished();
      this.decode();
      this.final(true);
      this.replies.end();
    }
  }

  private hear(sound: Float32Array): void {
    this.samples += sound.length;
    this.stream.acceptWaveform({ samples: sound, sampleRate: RATE_HZ });
    this.decode();
    if (this.recognizer.isEndpoint(this.stream)) {
      this.final(true);
      return;
    }
    const text = this.recognizer.getResult(this.stream).text.trim();
    if (text === this.interim) return;
    if (this.interim === '') this.replies.say({ type: 'speech-start', atMs: this.nowMs() });
    this.interim = text;
    this.replies.say({ type: 'interim', text });
  }

  private decode(): void {
    while (this.recognizer.isReady(this.stream)) this.recognizer.decode(this.stream);
  }

  private nowMs(): number {
    return Math.round((1000 * this.samples) / RATE_HZ);
  }

  private final(endOfUtterance: boolean): void {
    const result = this.recognizer.getResult(this.stream);
    const nowMs = this.nowMs();
    const words = wordsOf(result, nowMs - this.beganMs).map((word) => ({
      ...word,
      startMs: word.startMs + this.beganMs,
      endMs: Math.min(nowMs, word.endMs + this.beganMs),
    }));
    const text = result.text.replace(/\s+/g, ' ').trim();
    if (text) {
      const endMs = words.at(-1)?.endMs ?? nowMs;
      this.replies.say({
        type: 'final',
        text,
        startMs: words[0]?.startMs ?? this.beganMs,
        endMs,
        words,
        confidence: meanConfidence(words),
        endOfUtterance,
      });
      if (endOfUtterance) this.replies.say({ type: 'speech-end', atMs: endMs });
    }
    this.recognizer.reset(this.stream);
    this.beganMs = nowMs;
    this.interim = '';
  }
}

function configuration({ files, description }: LiveOpening): OnlineConfig['modelConfig'] {
  const { models: paths, tokens } = files;
  const common = { tokens, numThreads: 1, provider: 'cpu', debug: 0 };
  if ('encoder' in paths) {
    const { encoder, decoder, joiner } = paths;
    if (joiner) return { ...common, transducer: { encoder, decoder, joiner } };
    throw new RefusalError('engine-refused', 'This model does not listen while somebody speaks.');
  }
  return description.shape === 'nemo-ctc'
    ? { ...common, nemoCtc: { model: paths.model } }
    : { ...common, zipformer2Ctc: { model: paths.model } };
}
