import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * What Twilio signs a request with: base64 of HMAC-SHA1 over the address as Twilio called it and the names and values
 * of the form, sorted by name (twilio.com/docs/usage/security). The socket of a media stream is signed without a form.
 */
export function twilioSignature(
  authToken: string,
  url: string,
  form: Readonly<Record<string, string | readonly string[]>> = {},
): string {
  const hmac = createHmac('sha1', authToken).update(url, 'utf8');
  for (const name of Object.keys(form).sort()) {
    const value = form[name]!;
    // A name that comes several times is signed once with each of its values, sorted and without repetition.
    const values = typeof value === 'string' ? [value] : [...new Set(value)].sort();
    for (const one of values) hmac.update(name + one, 'utf8');
  }
  return hmac.digest('base64');
}

/**
 * Whether a request to one of our addresses came from Twilio. Whether the address names the port that its scheme has
 * anyway differs between Twilio's own products, so both forms are right.
 */
export function isFromTwilio(
  authToken: string,
  signature: string | undefined,
  url: URL,
  form?: Readonly<Record<string, string | readonly string[]>>,
): boolean {
  if (signature === undefined) return false;
  return addressesOf(url).some((address) => same(twilioSignature(authToken, address, form), signature));
}

const PORTS: Record<string, string> = { 'https:': '443', 'wss:': '443', 'http:': '80', 'ws:': '80' };

function addressesOf(url: URL): string[] {
  const rest = `${url.pathname}${url.search}`;
  const port = url.port || PORTS[url.protocol]!;
  const plain = `${url.protocol}//${url.host}${rest}`;
  return [
    plain,
    `${url.protocol}//${url.hostname}:${port}${rest}`,
    `${url.protocol}//${url.hostname}${rest}`,
  ];
}

function same(expected: string, given: string): boolean {
  const a = Buffer.from(expected);
  const b = Buffer.from(given);
  return a.length === b.length && timingSafeEqual(a, b);
}
