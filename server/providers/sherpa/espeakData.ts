import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const PACKAGE = '@echogarden/espeak-ng-emscripten';

/**
 * The folder of pronunciation rules that neural voices read text with: one given in the voices' folder, else
 * unpacked once from the optional espeak-ng package. Null where there is neither.
 *
 * The engine reads them once for its whole process, so there is one folder for all voices.
 */
export async function espeakDataFolder(voicesFolder: string, workFolder: string): Promise<string | null> {
  const given = join(voicesFolder, 'espeak-ng-data');
  if (existsSync(join(given, 'phontab'))) return given;
  const require = createRequire(import.meta.url);
  let program: string;
  try {
    program = require.resolve(PACKAGE);
  } catch {
    return null;
  }
  const { version } = JSON.parse(await readFile(join(dirname(program), 'package.json'), 'utf8')) as {
    version: string;
  };
  const unpacked = join(workFolder, `espeak-ng-data-${version}`);
  if (!existsSync(join(unpacked, 'phontab'))) await unpack(program, unpacked, workFolder);
  return unpacked;
}

/** The package keeps its files in one, and says in its program which lies where. */
async function unpack(program: string, target: string, workFolder: string): Promise<void> {
  await mkdir(workFolder, { recursive: true });
  const [code, archive] = await Promise.all([
    readFile(program, 'utf8'),
    readFile(join(dirname(program), 'espeak-ng.data')),
  ]);
  const entries = code.matchAll(
    /\{filename:"\/usr\/share\/espeak-ng-data\/([\w/.+-]+)",start:(\d+),end:(\d+)/g,
  );
  const temporary = await mkdtemp(join(workFolder, 'unpacking-'));
  for (const [, name = '', start, end] of entries) {
    if (name.split('/').includes('..')) continue;
    const path = join(temporary, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, archive.subarray(Number(start), Number(end)));
  }
  await rename(temporary, target).catch(async (error: unknown) => {
    await rm(temporary, { recursive: true, force: true });
    // Another process was faster.
    if (!existsSync(join(target, 'phontab'))) throw error;
  });
}
