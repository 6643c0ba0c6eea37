import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The bytes of Silero's model, version 6 (MIT), as it comes with a package. */
export function readModel(): Promise<Buffer> {
  const entry = createRequire(import.meta.url).resolve('@ricky0123/vad-web');
  return readFile(join(dirname(entry), 'silero_vad_v6.onnx'));
}
