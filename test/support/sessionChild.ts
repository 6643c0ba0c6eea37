import { serveSessions } from '../../server/speech/processes/sessionChild.ts';

/** A session says which process holds it, once for every message. */
serveSessions<null, string, number>(async (_opening, replies) => ({
  take: () => replies.say(process.pid),
  close: () => undefined,
}));
