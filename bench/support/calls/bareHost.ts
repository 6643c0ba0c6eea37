import { isAudible } from '../../../server/simulator/carrier/lineSound.ts';
import { FRAME_MS } from '../../../server/telephony/callTransport.ts';
import { isMedia, readMedia } from '../../../server/telephony/twilio/messages.ts';
import { serveHost } from './host.ts';
import { PATIENCE_MS } from './patience.ts';
import { PROMPT } from './prompt.ts';

// The least that can hold the same conversation: sockets, and a prompt as soon as enough frames are silent. No judge
// of speech, no clock, no state but that. Its messages are those of the engine: 100 ms and a mark each.

const PIECE_BYTES = 800;

await serveHost(
  (socket) => {
    let streamSid = '';
    let spoke = false;
    let silentFrames = 0;
    const play = () => {
      for (let at = 0; at < PROMPT.length; at += PIECE_BYTES) {
        const payload = Buffer.from(PROMPT.subarray(at, at + PIECE_BYTES)).toString('base64');
        socket.send(`{"event":"media","streamSid":"${streamSid}","media":{"payload":"${payload}"}}`);
        socket.send(`{"event":"mark","streamSid":"${streamSid}","mark":{"name":"${at}"}}`);
      }
    };
    socket.on('message', (data: Buffer) => {
      if (!isMedia(data)) {
        if (streamSid !== '') return;
        streamSid = /"streamSid":"(\w+)"/.exec(data.toString())?.[1] ?? '';
        if (streamSid !== '') play();
        return;
      }
      const frame = readMedia(data);
      if (frame && isAudible(frame.audio)) {
        if (!spoke) socket.send(`{"event":"clear","streamSid":"${streamSid}"}`);
        spoke = true;
        silentFrames = 0;
      } else if (spoke && ++silentFrames >= PATIENCE_MS / FRAME_MS) {
        spoke = false;
        play();
      }
    });
  },
  () => 0,
);
