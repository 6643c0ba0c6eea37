import { z } from 'zod';
import type { EngineAnswer } from '../../speech/remote/askEngine.ts';
import { nonsense } from '../../speech/remote/failures.ts';
import { Alignment } from './alignment.ts';
import { NAME } from './client.ts';

const Piece = z.object({ audio_base64: z.string().nullish(), alignment: Alignment.nullish() });
export type Piece = z.infer<typeof Piece>;

const LONGEST_LINE_BYTES = 32 * 1024 * 1024;

/** The pieces of a stream with times: one JSON object a line; as server-sent events they have `data:` before them. */
export async function* readPieces(answer: EngineAnswer): AsyncGenerator<Piece> {
  for await (const line of linesOf(answer)) {
    const text = line.replace(/^data:\s*/, '');
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      throw nonsense(NAME, 'answered with something else than audio');
    }
    const piece = Piece.safeParse(json);
    if (!piece.success) throw nonsense(NAME, 'answered with something else than audio');
    yield piece.data;
  }
}

async function* linesOf({ chunks }: EngineAnswer): AsyncGenerator<string> {
  let parts: Uint8Array[] = [];
  let bytes = 0;
  const take = () => {
    const line = Buffer.concat(parts).toString('utf8').trim();
    parts = [];
    bytes = 0;
    return line;
  };
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      parts.push(chunk.subarray(from, end));
      from = end + 1;
      const line = take();
      if (line) yield line;
    }
    parts.push(chunk.subarray(from));
    bytes += chunk.length - from;
    if (bytes > LONGEST_LINE_BYTES) throw nonsense(NAME, 'does not stop answering');
  }
  const last = take();
  if (last) yield last;
}
