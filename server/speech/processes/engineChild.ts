import type { ProblemCode } from '../../../shared/api/problems.ts';

/** What goes over the channel between a process of ours and an engine's. */
export interface ChildRequest<Request> {
  id: number;
  request: Request;
}
export type ChildReply<Reply> = { id: number; memoryBytes: number } & (
  | { reply: Reply }
  | { problem: { code: ProblemCode | null; message: string } }
);

type Distribute<Reply> = Reply extends unknown ? Omit<Reply, 'id' | 'memoryBytes'> : never;

/** What an engine's process throws when the request, not the engine, is at fault. */
export class RefusalError extends Error {
  override readonly name = 'RefusalError';
  readonly code: ProblemCode;

  constructor(code: ProblemCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** Answers requests one after the other until the parent goes away. */
export function serveRequests<Request, Reply>(answer: (request: Request) => Promise<Reply>): void {
  let work: Promise<void> = Promise.resolve();
  process.on('disconnect', () => process.exit(0));
  // Signals of the terminal go to the whole group; the parent decides when this process ends.
  process.on('SIGINT', () => undefined);
  process.on('message', ({ id, request }: ChildRequest<Request>) => {
    work = work.then(async () => {
      let outcome: Distribute<ChildReply<Reply>>;
      try {
        outcome = { reply: await answer(request) };
      } catch (error) {
        const code = error instanceof RefusalError ? error.code : null;
        outcome = { problem: { code, message: error instanceof Error ? error.message : String(error) } };
      }
      process.send?.({ id, memoryBytes: process.memoryUsage.rss(), ...outcome } satisfies ChildReply<Reply>);
    });
  });
}
