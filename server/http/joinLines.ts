import type { MessageSocket } from '../telephony/callTransport.ts';

/** A listener whose network is so far behind hears a gap rather than the past. */
export const LONGEST_BACKLOG_BYTES = 32 * 1024;
const ABNORMAL = 1006;
const GOING_AWAY = 1001;

/** Passes all that comes on either to the other, until one closes; `gaps`: sound that finds no room is left out. */
export function joinLines(near: MessageSocket, far: MessageSocket, gaps: boolean): void {
  const pass = (from: MessageSocket, to: MessageSocket) => {
    from.on('message', (data, isBinary) => {
      if (to.readyState !== to.OPEN) return;
      if (gaps && isBinary && to.bufferedAmount > LONGEST_BACKLOG_BYTES) return;
      to.send(isBinary ? data : data.toString('utf8'));
    });
    from.once('close', (code, reason) => {
      // A socket may not say that it broke, only why.
      if (to.readyState === to.OPEN) to.close(code === ABNORMAL ? GOING_AWAY : code, String(reason));
    });
  };
  pass(near, far);
  pass(far, near);
}
