import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { callRoutes as routes } from '../../../shared/api/calls/calls.ts';
import { deleteCall } from '../../calls/record/deleteCall.ts';
import { exportCalls } from '../../calls/record/exportCalls.ts';
import { momentOfCall } from '../../calls/record/momentOfCall.ts';
import { getCall, type KeptCalls, listCalls, listEvents } from '../../calls/record/readCalls.ts';
import { openRecording, type RecordingAudio } from '../../calls/record/recordingAudio.ts';
import { revealCaller } from '../../calls/record/revealCaller.ts';
import { createFilter, deleteFilter, listFilters, updateFilter } from '../../calls/record/savedFilters.ts';
import type { Speech } from '../../speech/contract.ts';
import { CALL_RATE_HZ } from '../../telephony/callTransport.ts';
import { serve } from '../serve.ts';
import { sendAudio } from '../studio/sendAudio.ts';

export interface CallsDeps extends KeptCalls {
  /** Encodes off this thread. */
  speech: Pick<Speech, 'encodeStream'>;
}

/** Speech at the telephone’s rate needs no more. */
const MP3_KBPS = 32;

/** Calls that were held: lists, everything that happened on one, its recording, and deleting it. */
export function mountCalls(app: FastifyInstance, { speech, ...kept }: CallsDeps): void {
  serve(app, routes.listCalls, ({ caller, query }) => listCalls(kept, caller, query));
  serve(app, routes.exportCalls, async ({ caller, query, reply }) =>
    reply
      .header('content-disposition', 'attachment; filename="calls.csv"')
      .header('cache-control', 'no-store')
      .type('text/csv; charset=utf-8')
      .send(Readable.from(exportCalls(kept, caller, query))),
  );
  serve(app, routes.getCall, async ({ caller, params, reply }) => {
    reply.header('cache-control', 'no-store');
    return getCall(kept, caller, params.id);
  });
  serve(app, routes.listCallEvents, async ({ caller, params, reply }) => {
    reply.header('cache-control', 'no-store');
    return { items: await listEvents(kept, caller, params.id), nextCursor: null };
  });
  serve(app, routes.getCallMoment, ({ caller, params, query }) =>
    momentOfCall(kept, caller, params.id, query.ms),
  );
  serve(app, routes.getCallRecording, async ({ caller, params, query, request, reply }) => {
    const recording = await openRecording(kept, caller, params.id);
    if (query.format === 'mp3') return sendMp3(reply, recording, speech, params.id);
    return sendAudio(
      request,
      reply,
      { ...recording, contentType: 'audio/wav', fileName: `call-${params.id}.wav`, manifest: 'none' },
      false,
    );
  });
  serve(app, routes.revealCaller, async ({ caller, params, reply }) => {
    reply.header('cache-control', 'no-store');
    return { number: await revealCaller(kept, caller, params.id) };
  });
  serve(app, routes.deleteCall, async ({ caller, params }) => {
    await deleteCall(kept, caller, params.id);
    return undefined;
  });
  serve(app, routes.listCallFilters, async ({ caller }) => ({
    items: await listFilters(kept, caller),
    nextCursor: null,
  }));
  serve(app, routes.createCallFilter, ({ caller, body }) => createFilter(kept, caller, body));
  serve(app, routes.updateCallFilter, ({ caller, params, body }) =>
    updateFilter(kept, caller, params.id, body),
  );
  serve(app, routes.deleteCallFilter, async ({ caller, params }) => {
    await deleteFilter(kept, caller, params.id);
    return undefined;
  });
}

/** Both parties mixed, encoded as it is sent: its length is known at its end alone, so that it is sent as a whole. */
function sendMp3(
  reply: FastifyReply,
  recording: RecordingAudio,
  speech: CallsDeps['speech'],
  callId: string,
): FastifyReply {
  async function* encoded(): AsyncGenerator<Buffer> {
    const encoder = speech.encodeStream({ codec: 'mp3', rateHz: CALL_RATE_HZ, bitrateKbps: MP3_KBPS });
    try {
      for await (const samples of recording.mixed()) {
        const bytes = await encoder.add(samples, CALL_RATE_HZ);
        if (bytes.length > 0) yield bytes;
      }
      yield await encoder.end();
    } finally {
      encoder.close();
    }
  }
  return reply
    .type('audio/mpeg')
    .header('cache-control', 'private, no-store')
    .header('content-disposition', `attachment; filename="call-${callId}.mp3"`)
    .send(Readable.from(encoded(), { objectMode: false }));
}
