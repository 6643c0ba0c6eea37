import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { startModelServer } from '../../test/support/models/modelServer.ts';

/** Until the model gives its first piece, as a fast one in a cloud does. */
export const FIRST_PIECE_MS = 300;
/** The first piece ends the first sentence, so that what is added to it is ours alone. */
const ANSWER = ['Your order is on its way today. It', ' will be with you', ' this afternoon.'];

export interface ModelProcess {
  url: string;
  stop(): void;
}

/** A scripted model in a process of its own, so that its work is not ours. */
export async function startModelProcess(): Promise<ModelProcess> {
  const child: ChildProcess = fork(fileURLToPath(import.meta.url), ['serve'], {
    execArgv: ['--import', 'tsx'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.once('message', (message) => resolve(String(message)));
    child.once('exit', (code) => reject(new Error(`the model ended with ${code}`)));
  });
  return { url, stop: () => void child.kill() };
}

if (process.argv[2] === 'serve') {
  const server = await startModelServer({
    dialect: 'anthropic',
    script: () => ({ say: ANSWER, firstPieceAfterMs: FIRST_PIECE_MS }),
  });
  process.send?.(server.url);
  process.once('disconnect', () => process.exit());
}
