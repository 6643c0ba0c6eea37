import { RefusalError, serveRequests } from '../../server/speech/processes/engineChild.ts';

/** An engine that does what a test says; tests alone start it. */
export interface TestRequest {
  do: 'echo' | 'wait' | 'block' | 'die' | 'refuse' | 'fail';
  value?: number;
  ms?: number;
}
export interface TestReply {
  value: number | undefined;
  pid: number;
}

serveRequests<TestRequest, TestReply>(async (request) => {
  if (request.do === 'wait') await new Promise((resolve) => setTimeout(resolve, request.ms));
  if (request.do === 'block') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, request.ms);
  if (request.do === 'die') process.kill(process.pid, 'SIGKILL');
  if (request.do === 'refuse') throw new RefusalError('unsupported-markup', 'Not this.');
  if (request.do === 'fail') throw new Error('inside');
  return { value: request.value, pid: process.pid };
});
