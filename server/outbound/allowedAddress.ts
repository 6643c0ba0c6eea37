import { lookup as dnsLookup, type LookupAddress } from 'node:dns';
import { lookup as resolve } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { ProblemError } from '../problem.ts';

/**
 * Whether an address that people named may be called: only ordinary public unicast. Loopback, private, link-local
 * (cloud metadata), carrier-grade NAT, unique local, multicast, and addresses that carry another one inside
 * (mapped, 6to4, NAT64, Teredo) to any of these are not.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  return ipaddr.process(address).range() === 'unicast';
}

function refused(host: string): ProblemError {
  return new ProblemError(
    'address-not-allowed',
    `${host} is in a private or reserved network. Use a public address, or have the operator allow private networks (docs/settings).`,
  );
}

/**
 * Refuses addresses that may not be called. A name that does not resolve at present passes: what it leads to is
 * checked again at every call. Throws `address-not-allowed`, `validation-failed`.
 */
export async function checkAddress(text: string, allowPrivateNetworks: boolean): Promise<void> {
  const invalid = (message: string) =>
    new ProblemError('validation-failed', `The address ${message}.`, {
      errors: [{ field: 'url', message }],
    });
  if (!URL.canParse(text)) throw invalid('cannot be read');
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw invalid('must begin with https:// or http://');
  if (url.username || url.password) throw invalid('must not hold a user name or password');
  if (allowPrivateNetworks) return;
  const host = hostOf(url);
  if (ipaddr.isValid(host)) {
    if (!isPublicAddress(host)) throw refused(host);
    return;
  }
  const found = await resolve(host, { all: true }).catch((): LookupAddress[] => []);
  if (found.some(({ address }) => !isPublicAddress(address))) throw refused(host);
}

/** The host to connect to, without the brackets of IPv6. Throws `address-not-allowed` for an address not allowed. */
export function checkedHost(url: URL, allowPrivateNetworks: boolean): string {
  const host = hostOf(url);
  if (!allowPrivateNetworks && ipaddr.isValid(host) && !isPublicAddress(host)) throw refused(host);
  return host;
}

/**
 * Resolves a name for one connection and refuses it when any address is not allowed. The socket connects to
 * what was checked here, so a name that answers differently the second time gains nothing.
 */
export const publicOnlyLookup: LookupFunction = (hostname, options, callback) => {
  dnsLookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '', 0);
    if (addresses.some(({ address }) => !isPublicAddress(address))) return callback(refused(hostname), '', 0);
    if (options.all) return callback(null, addresses);
    const [first] = addresses;
    callback(null, first!.address, first!.family);
  });
};

function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}
