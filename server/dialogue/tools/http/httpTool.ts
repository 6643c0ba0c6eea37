import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import type { HttpToolInput } from '../../../../shared/api/tools.ts';
import { connectionFailure } from '../../../outbound/connectionFailure.ts';
import { openOutside, readAnswer } from '../../../outbound/openOutside.ts';
import { ProblemError } from '../../../problem.ts';
import { type Tool, ToolError, type ToolFailure } from '../../contract.ts';
import type { Headers } from '../headers.ts';
import { inputOf } from '../jsonSchema.ts';
import { filledUrl } from './urlTemplate.ts';

/** More of an answer is not read. */
const LONGEST_ANSWER_BYTES = 1024 * 1024;

export type HttpToolDefinition = Omit<HttpToolInput, 'headers' | 'active'> & { headers: Headers };

/** A tool that asks an address which somebody described. */
export function httpTool(definition: HttpToolDefinition, allowPrivateNetworks: boolean): Tool {
  const { name, title, description, inputSchema, method, urlTemplate, headers, timeoutMs, effect, intents } =
    definition;
  const input = inputOf(inputSchema).pipe(z.record(z.string(), z.unknown()));
  const inQuery = method === 'GET' || method === 'DELETE';
  return {
    name,
    title,
    description,
    input,
    inputSchema,
    effect,
    outside: true,
    intents,
    timeoutMs,
    async run(given, { signal }) {
      const { url, body } = filledUrl(urlTemplate, given as Record<string, unknown>, inQuery);
      const sent = inQuery ? undefined : JSON.stringify(body);
      const answer = await openOutside({
        url,
        method,
        body: sent,
        signal,
        allowPrivateNetworks,
        headers: {
          accept: 'application/json, text/plain;q=0.5',
          'user-agent': 'VoiceOps-Studio-Tools',
          ...(sent === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
      }).catch((error: unknown) => {
        if (signal.aborted || error instanceof ProblemError) throw error;
        throw new ToolError('unavailable', connectionFailure(error));
      });
      const { body: bytes, cut } = await readAnswer(answer, LONGEST_ANSWER_BYTES);
      const text = bytes.toString('utf8');
      refuse(answer.statusCode ?? 0);
      return { result: dataOf(answer.headers, text, cut) };
    },
  };
}

const MEANINGS: Partial<Record<number, ToolFailure>> = {
  400: 'invalid-input',
  404: 'not-found',
  409: 'conflict',
  410: 'not-found',
  422: 'invalid-input',
};

/** What stands in the body of a failure may be meant for nobody but the system's own people: the model learns the status. */
function refuse(status: number): void {
  if (status >= 200 && status < 300) return;
  if (status >= 300 && status < 400)
    throw new ToolError('refused', `It redirected elsewhere (${status}), which is not followed.`);
  throw new ToolError(MEANINGS[status] ?? 'unavailable', `It answered ${status}.`);
}

function dataOf(headers: IncomingHttpHeaders, text: string, cut: boolean): unknown {
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (text.trim() === '') return { done: true };
  if (/[/+]json$/.test(type) || (type === '' && /^\s*[[{]/.test(text))) {
    if (cut) throw new ToolError('unavailable', 'Its answer is larger than a megabyte.');
    try {
      return JSON.parse(text);
    } catch {
      throw new ToolError('unavailable', 'Its answer is not valid JSON.');
    }
  }
  if (type.includes('html') || /^\s*<(!doctype|html)/i.test(text))
    throw new ToolError('unavailable', 'It answered with a web page instead of data.');
  if (type !== '' && !type.startsWith('text/'))
    throw new ToolError('unavailable', `It answered with ${type.slice(0, 80)} instead of data.`);
  return { text };
}
