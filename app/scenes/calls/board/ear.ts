import { MU_LAW_SAMPLES } from '../../../../shared/audio/muLaw.ts';
import { type HeardSound, openEar } from '../../../api/liveCalls.ts';
import { CALL_HZ } from '../../../call/sound/frames.ts';
import { LEAD_S, placeSound } from './placeSound.ts';

/** Hears a call in this browser until it is over or `stop` is called. To be opened while somebody touches the page. */
export function listenIn(callId: string, onClosed: (reason: string) => void): { stop: () => void } {
  // At the rate of the line, so that pieces join to the sample; the browser makes of it what the loudspeaker takes.
  const context = new AudioContext({ sampleRate: CALL_HZ });
  const origins: Partial<Record<HeardSound['party'], number>> = {};
  const sides = {
    caller: new StereoPannerNode(context, { pan: -0.4 }),
    agent: new StereoPannerNode(context, { pan: 0.4 }),
  };
  for (const side of Object.values(sides)) side.connect(context.destination);
  const close = openEar(callId, {
    hear({ party, atMs, muLaw }) {
      const buffer = context.createBuffer(1, Math.max(1, muLaw.length), CALL_HZ);
      buffer.copyToChannel(
        Float32Array.from(muLaw, (byte) => MU_LAW_SAMPLES[byte] ?? 0),
        0,
      );
      const place = placeSound(origins[party] ?? null, { atMs, nowS: context.currentTime });
      origins[party] = place.originS;
      const source = new AudioBufferSourceNode(context, { buffer });
      source.connect(sides[party]);
      source.start(place.startS);
    },
    onClosed(reason) {
      // What was sent is heard to its end.
      setTimeout(() => void context.close(), (LEAD_S + 0.5) * 1000);
      onClosed(reason);
    },
  });
  return {
    stop() {
      close();
      void context.close();
    },
  };
}
