import ipaddr from 'ipaddr.js';

/**
 * The part of a client's address that one subscriber holds: the whole of IPv4, the /64 of IPv6
 * (RFC 6177: a single customer has all of it and could otherwise change address at will).
 */
export function subscriberOf(address: string): string {
  if (!ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv6)
    return `${parsed.parts
      .slice(0, 4)
      .map((part) => part.toString(16))
      .join(':')}::/64`;
  return parsed.toString();
}
