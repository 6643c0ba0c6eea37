import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import { floatToInt16, int16ToBytes } from '../../audio/pcm16.ts';
import { ProblemError } from '../../problem.ts';
import type {
  RecognitionEvent,
  RecognitionStream,
  StreamRequest,
} from '../../speech/recognition/contract.ts';
import { EventQueue } from '../../speech/recognition/eventQueue.ts';
import { nonsense, offline, problemOfStatus } from '../../speech/remote/failures.ts';
import { type Deepgram, NAME, translateDeepgram } from './account.ts';
import { ms, readStreamAnswer, type StreamAnswer, wordsOf } from './answers.ts';

/** Deepgram closes a connection that has sent nothing for ten seconds. */
const KEEP_ALIVE_MS = 4_000;
/** Silence of the speaker, after which it calls what was said final; after the second, the utterance over. */
const ENDPOINTING_MS = 300;
const UTTERANCE_END_MS = 1_000;
/** Until the connection stands, and until the end is told. */
const ANSWER_MS = 15_000;
const CLOSED_AS_IT_SHOULD = 1000;
/** What it closes with when it cannot read the sound. */
const POLICY_VIOLATION = 1008;

/** Sound to Deepgram as it comes, and back what it understands. `onEnd` is called once, however it ends. */
export function openListenStream(
  { baseUrl, apiKey, patience }: Deepgram,
  query: URLSearchParams,
  { sampleRateHz, signal }: StreamRequest,
  onEnd: () => void,
): RecognitionStream {
  const answerMs = patience?.idleMs ?? ANSWER_MS;
  for (const [name, value] of Object.entries({
    encoding: 'linear16',
    sample_rate: String(sampleRateHz),
    channels: '1',
    interim_results: 'true',
    vad_events: 'true',
    endpointing: String(ENDPOINTING_MS),
    utterance_end_ms: String(UTTERANCE_END_MS),
  }))
    query.set(name, value);
  const socket = new WebSocket(`${baseUrl.replace(/^http/, 'ws')}/v1/listen?${query}`, {
    headers: headersOf(apiKey),
    followRedirects: false,
    maxPayload: 16 * 1024 * 1024,
  });
  const events = new EventQueue<RecognitionEvent>(() => close());
  /** What was pushed before the connection stood. */
  let early: (Uint8Array | string)[] | null = [];
  let finished = false;
  let speaking = false;
  let lastEndMs = 0;
  let quiet = timeout('did not answer in time');
  const keepAlive = setInterval(() => {
    if (!early) socket.send('{"type":"KeepAlive"}');
  }, KEEP_ALIVE_MS);

  let over = false;
  function close(): void {
    if (over) return;
    over = true;
    clearTimeout(quiet);
    clearInterval(keepAlive);
    signal.removeEventListener('abort', onAbort);
    // An error of a connection that is not wanted any more is nobody's.
    socket.on('error', () => undefined);
    socket.terminate();
    onEnd();
  }
  function fail(error: unknown): void {
    events.fail(error);
    close();
  }
  const onAbort = () => fail(signal.reason);
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });

  function timeout(what: string): NodeJS.Timeout {
    return setTimeout(() => fail(new ProblemError('timeout', `${NAME} ${what}. Try again.`)), answerMs);
  }
  function send(message: Uint8Array | string): void {
    if (over) return;
    if (early) early.push(message);
    else socket.send(message);
  }

  socket.on('open', () => {
    clearTimeout(quiet);
    for (const message of early ?? []) socket.send(message);
    early = null;
    if (finished) quiet = timeout('does not come to an end');
  });
  socket.on('unexpected-response', (_request, response: IncomingMessage) => {
    const headers = new Headers();
    for (const [name, value] of Object.entries(response.headers)) headers.set(name, String(value));
    const failure = { status: response.statusCode ?? 500, headers, body: '' };
    response.resume();
    fail(translateDeepgram(failure) ?? problemOfStatus(NAME, failure, 'recognition'));
  });
  socket.on('error', (error) => fail(offline(NAME, error, 'recognition')));
  socket.on('close', (code) => {
    if (finished && code === CLOSED_AS_IT_SHOULD) {
      events.end();
      close();
    } else if (code === POLICY_VIOLATION)
      fail(new ProblemError('engine-refused', `${NAME} cannot read this sound. Send another recording.`));
    else fail(nonsense(NAME, 'broke off in the middle of its answer', 'recognition'));
  });
  socket.on('message', (data, isBinary) => {
    const answer = isBinary ? null : readStreamAnswer(String(data));
    if (answer === 'other') return;
    if (!answer) return fail(nonsense(NAME, 'answered with something else than it should', 'recognition'));
    if (answer.type === 'Error') return fail(nonsense(NAME, 'failed', 'recognition'));
    if (finished) {
      clearTimeout(quiet);
      quiet = timeout('does not come to an end');
    }
    for (const event of eventsOf(answer)) events.push(event);
  });

  function* eventsOf(answer: StreamAnswer): Generator<RecognitionEvent> {
    if (answer.type === 'SpeechStarted') {
      speaking = true;
      yield { type: 'speech-start', atMs: ms(answer.timestamp) };
    } else if (answer.type === 'UtteranceEnd') {
      // A negative time: there was no word.
      if (speaking) yield { type: 'speech-end', atMs: ms(answer.last_word_end) };
      speaking = false;
    } else if (answer.type === 'Results') {
      const [best] = answer.channel.alternatives;
      const text = best!.transcript.trim();
      // Only what is final is committed; interim results are replaced by it.
      if (!answer.is_final) {
        if (text) yield { type: 'interim', text };
        return;
      }
      const words = wordsOf(best!.words);
      if (text) {
        lastEndMs = words.at(-1)?.endMs ?? ms(answer.start + answer.duration);
        yield {
          type: 'final',
          text,
          startMs: words[0]?.startMs ?? ms(answer.start),
          endMs: lastEndMs,
          words,
          confidence: best!.confidence ?? null,
          ...(best!.languages?.[0] ? { language: best!.languages[0] } : {}),
          endOfUtterance: answer.speech_final === true,
        };
      }
      if (answer.speech_final && speaking) {
        speaking = false;
        yield { type: 'speech-end', atMs: lastEndMs };
      }
    }
  }

  return {
    push(samples) {
      if (!finished && samples.length > 0) send(int16ToBytes(floatToInt16(samples)));
    },
    flush: () => send('{"type":"Finalize"}'),
    finish() {
      if (finished) return;
      finished = true;
      send('{"type":"CloseStream"}');
      if (early || over) return;
      quiet = timeout('does not come to an end');
    },
    events,
  };
}

function headersOf(apiKey: string): Record<string, string> {
  // Only a key comes from outside; bytes that no header can hold would end up in an error's message.
  return { authorization: `Token ${apiKey.replace(/[^\x21-\x7e]/g, '')}` };
}
