import { createRequire } from 'node:module';

/** What of the library recognises; it has no typings. */
export interface OfflineStream {
  acceptWaveform(sound: { samples: Float32Array; sampleRate: number }): void;
}
export interface OfflineRecognizer {
  createStream(): OfflineStream;
  setConfig(config: OfflineConfig): void;
  decode(stream: OfflineStream): void;
  getResult(stream: OfflineStream): RecognizedResult;
}
export interface OnlineStream extends OfflineStream {
  inputFinished(): void;
}
export interface OnlineRecognizer {
  createStream(): OnlineStream;
  isReady(stream: OnlineStream): boolean;
  decode(stream: OnlineStream): void;
  isEndpoint(stream: OnlineStream): boolean;
  reset(stream: OnlineStream): void;
  getResult(stream: OnlineStream): RecognizedResult;
}

/** As the library writes it; what a model does not know is empty. */
export interface RecognizedResult {
  text: string;
  tokens: string[];
  /** When each token begins, in seconds. */
  timestamps: number[];
  /** In logarithms, of each token. */
  ys_log_probs?: number[];
  ys_probs?: number[];
  lang?: string;
}

interface Common {
  tokens: string;
  numThreads: number;
  provider: string;
  debug: number;
}
const FEATURES = { sampleRate: 16_000, featureDim: 80 };

export interface OfflineConfig {
  featConfig: typeof FEATURES;
  modelConfig: Common & {
    whisper?: {
      encoder: string;
      decoder: string;
      language: string;
      task: 'transcribe';
      tailPaddings: number;
    };
    senseVoice?: { model: string; language: string; useInverseTextNormalization: number };
    nemoCtc?: { model: string };
    zipformerCtc?: { model: string };
    transducer?: { encoder: string; decoder: string; joiner: string };
    modelType?: string;
  };
}
export interface OnlineConfig {
  featConfig: typeof FEATURES;
  modelConfig: Common & {
    transducer?: { encoder: string; decoder: string; joiner: string };
    zipformer2Ctc?: { model: string };
    nemoCtc?: { model: string };
  };
  enableEndpoint: number;
  rule1MinTrailingSilence: number;
  rule2MinTrailingSilence: number;
  rule3MinUtteranceLength: number;
}

const library = () =>
  createRequire(import.meta.url)('sherpa-onnx-node') as {
    OfflineRecognizer: new (config: OfflineConfig) => OfflineRecognizer;
    OnlineRecognizer: new (config: OnlineConfig) => OnlineRecognizer;
  };

/** Loads a recogniser of whole recordings. A model it does not like may end the process. */
export function openOffline(modelConfig: OfflineConfig['modelConfig']): OfflineRecognizer {
  return new (library().OfflineRecognizer)({ featConfig: FEATURES, modelConfig });
}

/** The configuration by which a loaded recogniser listens from now on. */
export const offlineConfig = (modelConfig: OfflineConfig['modelConfig']): OfflineConfig => ({
  featConfig: FEATURES,
  modelConfig,
});

/** Silence, in seconds, that ends an utterance: where nothing was said, and behind words; and the longest utterance. */
const ENDPOINTS = {
  rule1MinTrailingSilence: 2.4,
  rule2MinTrailingSilence: 0.8,
  rule3MinUtteranceLength: 20,
};

/** Loads a recogniser of sound that comes piece by piece. */
export function openOnline(modelConfig: OnlineConfig['modelConfig']): OnlineRecognizer {
  return new (library().OnlineRecognizer)({
    featConfig: FEATURES,
    modelConfig,
    enableEndpoint: 1,
    ...ENDPOINTS,
  });
}
