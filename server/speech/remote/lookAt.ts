import { ProblemError } from '../../problem.ts';
import { askEngine, type EngineRequest, readBytes } from './askEngine.ts';
import { rejectedKey } from './failures.ts';

const LIMITS = { firstByteMs: 10_000, totalMs: 10_000, maxBytes: 8 * 1024 * 1024 };
/** What a key is told that may do its work and not be asked about. */
const NARROW_KEY = /insufficient permissions|missing scopes/i;

/**
 * Asks an engine something that costs nothing, such as a list of its models, to see whether it is there and takes our
 * key. Throws what stands in its way, as `askEngine`; an engine that answers that it has no such list is well.
 */
export async function lookAt(
  request: Pick<EngineRequest, 'engine' | 'url' | 'headers' | 'trade' | 'signal'>,
): Promise<void> {
  try {
    const answer = await askEngine({
      ...request,
      method: 'GET',
      accepts: /json/,
      limits: LIMITS,
      translate({ status, body }) {
        if (status < 400 || status >= 500 || status === 402) return undefined;
        return status === 401 && !NARROW_KEY.test(body) ? rejectedKey(request.engine) : new Answers();
      },
    });
    await readBytes(answer);
  } catch (error) {
    if (!(error instanceof Answers)) throw error;
  }
}

class Answers extends ProblemError {
  constructor() {
    super('engine-refused', 'It answers, and gives no list.');
  }
}
