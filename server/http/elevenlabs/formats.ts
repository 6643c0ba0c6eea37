import type { Encoding } from '../../speech/contract.ts';

const RATES_HZ = [8000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000];
const MP3: [rateHz: number, bitrateKbps: number][] = [
  [22_050, 32],
  [24_000, 48],
  [44_100, 32],
  [44_100, 64],
  [44_100, 96],
  [44_100, 128],
  [44_100, 192],
];
const OPUS_KBPS = [32, 64, 96, 128, 192];

/** Every `output_format` of ElevenLabs, and what we make for it. */
export const OUTPUT_FORMATS: Readonly<Record<string, Encoding>> = Object.fromEntries<Encoding>([
  ...MP3.map(([rateHz, bitrateKbps]): [string, Encoding] => [
    `mp3_${rateHz}_${bitrateKbps}`,
    { codec: 'mp3', rateHz, bitrateKbps },
  ]),
  ...OPUS_KBPS.map((bitrateKbps): [string, Encoding] => [
    `opus_48000_${bitrateKbps}`,
    { codec: 'opus', rateHz: 48_000, bitrateKbps },
  ]),
  ...(['pcm', 'wav'] as const).flatMap((codec) =>
    RATES_HZ.map((rateHz): [string, Encoding] => [`${codec}_${rateHz}`, { codec, rateHz }]),
  ),
  ...(['ulaw', 'alaw'] as const).map((codec): [string, Encoding] => [
    `${codec}_8000`,
    { codec, rateHz: 8000 },
  ]),
]);

export const DEFAULT_FORMAT = 'mp3_44100_128';

export const MEDIA_TYPES: Record<Encoding['codec'], string> = {
  mp3: 'audio/mpeg',
  opus: 'audio/ogg',
  wav: 'audio/wav',
  pcm: 'audio/pcm',
  ulaw: 'audio/basic',
  alaw: 'audio/x-alaw-basic',
};
