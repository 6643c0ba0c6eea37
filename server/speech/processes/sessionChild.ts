import type { ProblemCode } from '../../../shared/api/problems.ts';
import { RefusalError } from './engineChild.ts';

/** What goes over the channel between a process of ours and one that holds sessions of an engine. */
export type SessionRequest<Open, In> =
  | { session: number; open: Open }
  | { session: number; message: In }
  | { session: number; close: true };
export type SessionReply<Out> = { session: number } & (
  | { message: Out }
  | { end: true }
  | { problem: { code: ProblemCode | null; message: string } }
);

/** One session in the process. */
export interface Session<In> {
  /** Messages come one after the other; the session ends with what it throws. */
  take(message: In): void | Promise<void>;
  /** Gives back what it holds. Called once. */
  close(): void;
}

/** To whoever opened the session. */
export interface SessionReplies<Out> {
  say(message: Out): void;
  /** Everything is said. */
  end(): void;
}

/** Holds sessions until the parent goes away; each takes its messages in order. */
export function serveSessions<Open, In, Out>(
  open: (request: Open, replies: SessionReplies<Out>) => Promise<Session<In>>,
): void {
  const sessions = new Map<number, { work: Promise<void>; session: Session<In> | null; over: boolean }>();
  const reply = (message: SessionReply<Out>) => process.send?.(message);
  process.on('disconnect', () => process.exit(0));
  // Signals of the terminal go to the whole group; the parent decides when this process ends.
  process.on('SIGINT', () => undefined);

  function end(id: number): void {
    const held = sessions.get(id);
    if (!held || held.over) return;
    held.over = true;
    sessions.delete(id);
    held.session?.close();
  }
  function fail(id: number, error: unknown): void {
    if (!sessions.has(id)) return;
    end(id);
    const code = error instanceof RefusalError ? error.code : null;
    reply({
      session: id,
      problem: { code, message: error instanceof Error ? error.message : String(error) },
    });
  }
  function begin(id: number, request: Open): void {
    const held = { work: Promise.resolve(), session: null as Session<In> | null, over: false };
    sessions.set(id, held);
    held.work = open(request, {
      say: (message) => void (held.over || reply({ session: id, message })),
      end() {
        if (held.over) return;
        end(id);
        reply({ session: id, end: true });
      },
    }).then(
      (session) => {
        held.session = session;
        if (held.over) session.close();
      },
      (error: unknown) => fail(id, error),
    );
  }

  process.on('message', (request: SessionRequest<Open, In>) => {
    const { session: id } = request;
    if ('open' in request) return begin(id, request.open);
    const held = sessions.get(id);
    if (!held) return;
    if ('close' in request) return end(id);
    held.work = held.work.then(async () => {
      if (held.over) return;
      try {
        await held.session?.take(request.message);
      } catch (error) {
        fail(id, error);
      }
    });
  });
}
