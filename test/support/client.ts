/** What a call answered: status, headers and the parsed body. */
// biome-ignore lint/suspicious/noExplicitAny: tests read answers of every shape and assert on them
export type Answer = { status: number; headers: Headers; body: any };

export interface Client {
  /** An endless stream is left once it has begun; its body is then empty. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  get(path: string): Promise<Answer>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  put(path: string, body?: unknown): Promise<Answer>;
  patch(path: string, body?: unknown): Promise<Answer>;
  del(path: string): Promise<Answer>;
}

/** Speaks the API as an outside program does, with a key or a session cookie. */
export function clientOf(url: string, credentials: { key?: string; cookie?: string } = {}): Client {
  const call: Client['call'] = async (method, path, body, headers = {}) => {
    const response = await fetch(url + path, {
      method,
      headers: {
        ...(credentials.key ? { authorization: `Bearer ${credentials.key}` } : {}),
        ...(credentials.cookie ? { cookie: credentials.cookie, origin: url } : {}),
        ...(body === undefined || body instanceof FormData ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined || body instanceof FormData ? body : JSON.stringify(body),
    });
    const type = response.headers.get('content-type') ?? '';
    const endless = type.startsWith('text/event-stream');
    if (endless) await response.body?.cancel();
    const bytes = endless ? Buffer.alloc(0) : Buffer.from(await response.arrayBuffer());
    const json = /\bjson\b/.test(type) && bytes.length > 0;
    return {
      status: response.status,
      headers: response.headers,
      body: json ? JSON.parse(bytes.toString()) : bytes,
    };
  };
  return {
    call,
    get: (path) => call('GET', path),
    post: (path, body, headers) => call('POST', path, body, headers),
    put: (path, body) => call('PUT', path, body),
    patch: (path, body) => call('PATCH', path, body),
    del: (path) => call('DELETE', path),
  };
}

/** Signs a person in and gives a client with their session. */
export async function signIn(url: string, email: string, password: string): Promise<Client> {
  const answer = await clientOf(url).post('/api/v1/sign-in', { email, password });
  if (answer.status !== 200)
    throw new Error(`sign-in answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0];
  return clientOf(url, { cookie });
}

/** Polls until `done` holds; the state machine's end states come soon or the test fails with what it last saw. */
export async function until<T>(
  look: () => Promise<T>,
  done: (value: T) => boolean,
  timeoutMs = 30_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const value = await look();
    if (done(value)) return value;
    if (Date.now() > deadline)
      throw new Error(`still not so after ${timeoutMs} ms: ${JSON.stringify(value).slice(0, 800)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
