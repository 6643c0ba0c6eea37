import { z } from 'zod';
import type { DownloadableVoice, VoiceFile } from '../../../shared/voices/catalogue.ts';
import { ProblemError } from '../../problem.ts';
import { refused, unreachable } from './fetchFile.ts';

/** A list or a card that does not come within it is given up. */
const ASK_MS = 30_000;
/** Piper's own list has about 250 kB. */
const MOST_BYTES = 8_000_000;
const MOST_LICENCE_CHARACTERS = 300;

/** `en_US-lessac-medium`: language, who speaks, and how good. */
const NAME = /^(([a-z]{2,3})_[A-Z]{2})-(\w+)-(x_low|low|medium|high)$/;

/** What of the collection's `voices.json` is read: files by their paths. */
const Published = z.record(
  z.string(),
  z.object({
    files: z.record(
      z.string(),
      z.object({
        size_bytes: z.number().int().positive(),
        md5_digest: z.string().regex(/^[0-9a-f]{32}$/),
      }),
    ),
  }),
);

/** Where the files of a voice of this name lie in Piper's collection, the card last; null for no such name. */
export function pathsOfVoice(name: string): Pick<VoiceFile, 'path' | 'as'>[] | null {
  const [, locale, family, speaker, quality] = NAME.exec(name) ?? [];
  if (!locale) return null;
  const folder = `${family}/${locale}/${speaker}/${quality}`;
  return [
    { path: `${folder}/${name}.onnx` },
    { path: `${folder}/${name}.onnx.json` },
    // All cards are called the same; beside the voice it is called after it.
    { path: `${folder}/MODEL_CARD`, as: `${name}.MODEL_CARD` },
  ];
}

/**
 * A voice of Piper's collection by its name, with sizes and digests of its list and the licence of its card. Throws
 * ProblemError: `not-found` for a voice that the source does not have, `voice-source` (another try may help),
 * `voice-source-refused` (the source has no list, or another one).
 */
export async function findPublishedVoice(
  url: string,
  name: string,
  signal?: AbortSignal,
): Promise<DownloadableVoice> {
  const paths = pathsOfVoice(name);
  if (!paths) throw unknown(name);
  const list = Published.safeParse(parsed(await readText(`${url}/voices.json`, signal)));
  if (!list.success)
    throw new ProblemError(
      'voice-source-refused',
      'The source of voices has no list of voices that we can read.',
    );
  const published = list.data[name]?.files;
  const files = paths.flatMap(({ path, as }) => {
    const found = published?.[path];
    if (!found) return [];
    const digest = { algorithm: 'md5' as const, hex: found.md5_digest };
    return [{ path, ...(as && { as }), sizeBytes: found.size_bytes, digest }];
  });
  const card = files[2];
  if (files.length < 2) throw unknown(name);
  const [, locale = '', , speaker = '', quality = ''] = NAME.exec(name) ?? [];
  return {
    id: name,
    family: 'piper',
    name: `${speaker.charAt(0).toUpperCase()}${speaker.slice(1).replaceAll('_', ' ')}`,
    language: locale.replace('_', '-'),
    gender: 'neutral',
    description: `Of Piper’s collection, ${quality.replace('_', ' ')} quality.`,
    licence: card
      ? licenceOf(await readText(`${url}/${card.path}`, signal))
      : 'It has no card that states it',
    files,
  };
}

/** What a card says of the licence, with the address it points to. */
function licenceOf(card: string): string {
  const line = (name: RegExp) => name.exec(card)?.[1]?.trim();
  const licence = line(/^\s*\*?\s*licen[cs]e:\s*(.+)$/im);
  const address = line(/^\s*\*?\s*url:\s*(https?:\S+)$/im);
  const said = licence ?? 'Its card does not state it';
  return (address && !said.includes(address) ? `${said} (${address})` : said).slice(
    0,
    MOST_LICENCE_CHARACTERS,
  );
}

async function readText(url: string, signal?: AbortSignal): Promise<string> {
  const timeout = AbortSignal.timeout(ASK_MS);
  try {
    const response = await fetch(url, { signal: signal ? AbortSignal.any([signal, timeout]) : timeout });
    if (!response.ok || !response.body) throw refused(response.status);
    const parts: Uint8Array[] = [];
    let bytes = 0;
    for await (const part of response.body) {
      bytes += part.length;
      if (bytes > MOST_BYTES) throw refused(response.status);
      parts.push(part);
    }
    return Buffer.concat(parts).toString('utf8');
  } catch (error) {
    signal?.throwIfAborted();
    throw error instanceof ProblemError ? error : unreachable(error);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const unknown = (name: string) =>
  new ProblemError(
    'not-found',
    `The source has no voice “${name}”. Names are written as in its list, voices.json: en_US-lessac-medium.`,
  );
