import { constants, existsSync } from 'node:fs';
import { appendFile, copyFile, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { metadataFields } from '../../speech/onnx/model.ts';
import { digestOf, type ModelDescription, type ModelFiles, readModel } from './modelFiles.ts';
import { ModelFileError } from './onnxFile.ts';

/** What of a Piper voice's `.onnx.json` is read. */
const PiperConfig = z.object({
  audio: z.object({ sample_rate: z.number().int().min(4000).max(96_000) }),
  espeak: z.object({ voice: z.string().min(1) }).optional(),
  language: z.object({ code: z.string().min(2) }).optional(),
  phoneme_type: z.string().default('espeak'),
  num_speakers: z.number().int().min(1).max(10_000).default(1),
  speaker_id_map: z.record(z.string(), z.number().int().min(0)).default({}),
  phoneme_id_map: z.record(z.string(), z.array(z.number().int().min(0)).min(1)),
  inference: z
    .object({
      noise_scale: z.number().default(0.667),
      length_scale: z.number().positive().default(1),
      noise_w: z.number().default(0.8),
    })
    .prefault({}),
});
type PiperConfig = z.infer<typeof PiperConfig>;

/** Inputs of every Piper model; one of several speakers has `sid` too. */
const INPUTS = ['input', 'input_lengths', 'scales'];

/** Reads a Piper voice to its end. Throws ModelFileError for one that cannot be used, and why. */
export async function describePiper(files: ModelFiles): Promise<ModelDescription> {
  const config = await readConfig(files);
  const { header, sizeBytes, sha256 } = await readModel(files.onnx);
  const missing = INPUTS.filter((name) => !header.inputs.includes(name));
  if (missing.length > 0 || header.outputs.length === 0)
    throw new ModelFileError(`It is not a Piper voice: the model has no ${missing.join(', ') || 'output'}.`);
  if (config.num_speakers > 1 && !header.inputs.includes('sid'))
    throw new ModelFileError('Its configuration names several speakers, the model has one.');
  return {
    digest: await digestOf(files.beside).then((beside) => combined(sha256, beside)),
    sizeBytes,
    sampleRateHz: config.audio.sample_rate,
    language: languageOf(config, files.name),
    speakers: speakersOf(config),
    inference: {
      noise: config.inference.noise_scale,
      noiseWidth: config.inference.noise_w,
      lengthScale: config.inference.length_scale,
    },
    prepared: 'n_speakers' in header.metadata && existsSync(join(files.folder, 'tokens.txt')),
    licence: await licenceBeside(files),
  };
}

/**
 * Makes what the library loads of what Piper offers: the model with the facts of its configuration inside, and a
 * table of sounds. Both lie in `target`, made whole or not at all.
 */
export async function preparePiper(
  files: ModelFiles,
  target: string,
): Promise<{ model: string; tokens: string }> {
  const made = { model: join(target, 'model.onnx'), tokens: join(target, 'tokens.txt') };
  if (existsSync(target)) return made;
  const config = await readConfig(files);
  await mkdir(dirname(target), { recursive: true });
  const temporary = await mkdtemp(`${target}-`);
  try {
    const model = join(temporary, 'model.onnx');
    // Shares the bytes with the original where the file system can.
    await copyFile(files.onnx, model, constants.COPYFILE_FICLONE);
    await appendFile(
      model,
      metadataFields({
        model_type: 'vits',
        comment: 'piper',
        language: languageOf(config, files.name),
        voice: config.espeak?.voice ?? 'en-us',
        has_espeak: '1',
        n_speakers: String(config.num_speakers),
        sample_rate: String(config.audio.sample_rate),
      }),
    );
    const tokens = Object.entries(config.phoneme_id_map).filter(([symbol]) => symbol !== '\n');
    await writeFile(
      join(temporary, 'tokens.txt'),
      tokens.map(([symbol, [id]]) => `${symbol} ${id}\n`).join(''),
    );
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    // Another process was faster.
    if (!existsSync(target)) throw error;
  }
  return made;
}

async function readConfig({ beside }: ModelFiles): Promise<PiperConfig> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(beside, 'utf8'));
  } catch {
    throw new ModelFileError('Its configuration (.onnx.json) is missing, cut off or not JSON.');
  }
  const read = PiperConfig.safeParse(json);
  if (!read.success)
    throw new ModelFileError(
      `Its configuration (.onnx.json) is not that of a Piper voice: ${read.error.issues[0]?.path.join('.')}.`,
    );
  if (read.data.phoneme_type !== 'espeak')
    throw new ModelFileError(`It reads “${read.data.phoneme_type}”, not the sounds of espeak-ng.`);
  return read.data;
}

const combined = (model: string, config: string) => `${model.slice(0, 32)}${config.slice(0, 8)}`;

function speakersOf({ num_speakers, speaker_id_map }: PiperConfig): string[] {
  if (num_speakers === 1) return [''];
  const names = new Map(Object.entries(speaker_id_map).map(([name, id]) => [id, name]));
  return Array.from({ length: num_speakers }, (_, id) => names.get(id) ?? String(id));
}

function languageOf({ language, espeak }: PiperConfig, name: string): string {
  const tag = language?.code ?? /^[a-z]{2,3}_[A-Z]{2}(?=-)/.exec(name)?.[0] ?? espeak?.voice ?? 'en';
  try {
    return new Intl.Locale(tag.replace('_', '-')).toString();
  } catch {
    return 'en';
  }
}

/** Piper voices come with a card that names the licence of what they were trained on. */
async function licenceBeside({ folder, name }: ModelFiles): Promise<string | null> {
  for (const card of [`${name}.MODEL_CARD`, 'MODEL_CARD']) {
    const text = await readFile(join(folder, card), 'utf8').catch(() => '');
    const found = /^\s*\*?\s*licen[cs]e:\s*(.+)$/im.exec(text)?.[1]?.trim();
    if (found) return found.slice(0, 200);
  }
  return null;
}
