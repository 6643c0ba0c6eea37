/** A file of a downloadable voice, below the source's address. */
export interface VoiceFile {
  path: string;
  /** What it is called in the folder, where not as in its path. */
  as?: string;
  sizeBytes: number;
  /** As its maker publishes it, hex. */
  digest: { algorithm: 'sha256' | 'md5'; hex: string };
}

/** A voice that can be fetched, or a model that makes voices. */
export interface DownloadableVoice {
  /** Also the name of its files, or of the folder that a model of several files is in. */
  id: string;
  /** What speaks it. */
  family: 'piper' | 'pocket' | 'kokoro';
  name: string;
  language: string;
  gender: 'female' | 'male' | 'neutral';
  description: string;
  /** Of what it was trained on, as far as its maker says. */
  licence: string;
  files: readonly VoiceFile[];
}

/** Where voices come from unless the installation says otherwise. */
export const VOICES_URL = 'https://huggingface.co/rhasspy/piper-voices/resolve/v1.0.0';
const POCKET = 'sherpa-onnx-pocket-tts-int8-2026-01-26';
/** The same for the Pocket model, in the state that the digests are of. */
export const POCKET_URL = `https://huggingface.co/csukuangfj2/${POCKET}/resolve/e715955cf50d18d919d37231513c0e914b83661a`;
const KOKORO = 'kokoro-en-v0_19';
/** The same for the Kokoro model. */
export const KOKORO_URL = `https://huggingface.co/csukuangfj/${KOKORO}/resolve/92805c485745946a0d945562d3aba19e7cbb2104`;

type Digest = VoiceFile['digest'];
const sha256 = (hex: string): Digest => ({ algorithm: 'sha256', hex });
const md5 = (hex: string): Digest => ({ algorithm: 'md5', hex });

const file = (path: string, sizeBytes: number, hex: string): VoiceFile => ({
  path,
  sizeBytes,
  digest: sha256(hex),
});

function piper(
  facts: Omit<DownloadableVoice, 'id' | 'family' | 'files'>,
  id: string,
  model: [sizeBytes: number, Digest],
  config: [sizeBytes: number, Digest],
): DownloadableVoice {
  const [locale = '', speaker, quality] = id.split('-');
  const path = `${locale.split('_')[0]}/${locale}/${speaker}/${quality}/${id}.onnx`;
  return {
    id,
    family: 'piper',
    ...facts,
    files: [
      { path, sizeBytes: model[0], digest: model[1] },
      { path: `${path}.json`, sizeBytes: config[0], digest: config[1] },
    ],
  };
}

/** Whoever speaks to people with it should know both. */
export const POCKET_LICENCE =
  'CC BY 4.0 (Kyutai), for voices of people who agreed; its package for sherpa-onnx says not for commercial use';

/**
 * The voices that the product offers, and the model that makes voices of recordings; any other voice of Piper's
 * collection can be asked for by its name. Sizes and digests of Piper's are those that the maker's `voices.json` and the
 * files' own pointers publish; two voices have only an MD5 there. Those of the other two models are what several programs
 * that fetch them ask for.
 */
export const VOICE_CATALOGUE: readonly DownloadableVoice[] = [
  piper(
    {
      name: 'Ryan',
      language: 'en-US',
      gender: 'male',
      description: 'American English, 22 kHz.',
      licence: 'CC BY-NC-SA 4.0: not for commercial use',
    },
    'en_US-ryan-medium',
    [63_201_294, sha256('abf4c274862564ed647ba0d2c47f8ee7c9b717d27bdad9219100eb310db4047a')],
    [4_883, sha256('44034c056cb15681b2ad494307c7f3f2e4499d1253c700c711fa0a4607ffe78d')],
  ),
  piper(
    {
      name: 'Amy',
      language: 'en-US',
      gender: 'female',
      description: 'American English, 22 kHz.',
      licence: 'Not stated by its maker: see the Mimic 3 voices it comes from before commercial use',
    },
    'en_US-amy-medium',
    [63_201_294, sha256('b3a6e47b57b8c7fbe6a0ce2518161a50f59a9cdd8a50835c02cb02bdd6206c18')],
    [4_882, sha256('95a23eb4d42909d38df73bb9ac7f45f597dbfcde2d1bf9526fdeaf5466977d77')],
  ),
  piper(
    {
      name: 'Joe',
      language: 'en-US',
      gender: 'male',
      description: 'American English, 22 kHz.',
      licence: 'CC0',
    },
    'en_US-joe-medium',
    [63_201_294, sha256('58afce0321b8d9c46d7cdf9c16500cc55a793b4220212dba6b70fb788b3baf06')],
    [4_794, sha256('3d6d5410b3795cb1950595247ef8f06190719e6fdbfa3a2356d8ec368e1aad33')],
  ),
  piper(
    {
      name: 'Kristin',
      language: 'en-US',
      gender: 'female',
      description: 'American English, 22 kHz.',
      licence: 'Public domain (LibriVox)',
    },
    'en_US-kristin-medium',
    [63_531_379, md5('5fed42d2296baca042e2bf74785db725')],
    [4_968, md5('70bc97d350c796c64ea5e4d08241afac')],
  ),
  piper(
    {
      name: 'Alan',
      language: 'en-GB',
      gender: 'male',
      description: 'British English, 22 kHz.',
      licence: 'Not stated by its maker: see the Mimic 3 voices it comes from before commercial use',
    },
    'en_GB-alan-medium',
    [63_201_294, sha256('0a309668932205e762801f1efc2736cd4b0120329622adf62be09e56339d3330')],
    [4_888, sha256('c0f0d124e5895c00e7c03b35dcc8287f319a6998a365b182deb5c8e752ee8c1e')],
  ),
  piper(
    {
      name: 'Alba',
      language: 'en-GB',
      gender: 'female',
      description: 'British English with a Scottish accent, 22 kHz.',
      licence: 'CC BY 4.0 (University of Edinburgh): name the source',
    },
    'en_GB-alba-medium',
    [63_201_294, sha256('401369c4a81d09fdd86c32c5c864440811dbdcc66466cde2d64f7133a66ad03b')],
    [4_888, sha256('aa965a2f02ecced632c2694e1fc72bbff6d65f265fab567ca945918c73dd89f4')],
  ),
  piper(
    {
      name: 'Davefx',
      language: 'es-ES',
      gender: 'male',
      description: 'Spanish of Spain, 22 kHz.',
      licence: 'CC0',
    },
    'es_ES-davefx-medium',
    [63_201_294, sha256('6658b03b1a6c316ee4c265a9896abc1393353c2d9e1bca7d66c2c442e222a917')],
    [4_817, sha256('0e0dda87c732f6f38771ff274a6380d9252f327dca77aa2963d5fbdf9ec54842')],
  ),
  piper(
    {
      name: 'Ald',
      language: 'es-MX',
      gender: 'male',
      description: 'Spanish of Mexico, 22 kHz.',
      licence: 'Not known: see the model card of its maker before commercial use',
    },
    'es_MX-ald-medium',
    [63_201_294, md5('86374058e59b41ac3b7fe4181e1daad6')],
    [4_889, md5('31c5463bf001d6e69bf57fc5916c0908')],
  ),
  {
    id: KOKORO,
    family: 'kokoro',
    name: 'Kokoro',
    language: 'en-US',
    gender: 'neutral',
    description: 'Eleven voices in one model, American and British English, 24 kHz.',
    licence: 'Apache-2.0',
    files: [
      file('tokens.txt', 1_078, '4f31c71282d14af4e926cd12462078fe9d20d00c589e63fe2750a8f56d6d7f7b'),
      file('voices.bin', 5_755_904, 'a372c67b056ef0b695c375d39b99630d23fb07ad4c8d87aa32a19a62fca523ad'),
      file('model.onnx', 345_555_491, '10ff414106a038ce7e9e0126c6461e4dc8a86efaa89dc91d2009d69fe635e339'),
    ],
  },
  {
    id: POCKET,
    family: 'pocket',
    name: 'Pocket TTS',
    language: 'en-US',
    gender: 'neutral',
    description: 'Makes voices of recordings, under Personalities → Own voice, in English, 24 kHz.',
    licence: POCKET_LICENCE,
    files: [
      file('vocab.json', 69_478, '6fb646346cf931016f70c4921aab0900ce7a304b893cb02135c74e294abfea01'),
      file('token_scores.json', 123_616, '5be2f278caf9b9800741f0fd82bff677f4943ec764c356f907213434b622d958'),
      file(
        'lm_flow.int8.onnx',
        9_962_530,
        '8d627d235c44a597da908e1085ebe241cbbe358964c502c5a5063d18851a5529',
      ),
      file(
        'text_conditioner.onnx',
        16_388_343,
        '0b84e837d7bfaf2c896627b03e3f080320309f37f4fc7df7698c644f7ba5e6b1',
      ),
      file(
        'decoder.int8.onnx',
        22_693_618,
        '12b0857402d31aead94df19d6783b4350d1f740e811f3a3202c70ad89ae11eea',
      ),
      file('encoder.onnx', 72_713_165, 'e8f2f6d301ffb96e398b138a7dc6d3038622d236044636b73d920bab85890260'),
      file(
        'lm_main.int8.onnx',
        76_341_079,
        'bfc0c7e7e3d72864fa3bb2ee499f62f21ddc1474b885f5f3ca570f8be73e787e',
      ),
    ],
  },
];
