import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';

/** What manifests are signed with, in PEM. */
export interface SigningKey {
  /** The signer's own certificate first, then those above it. */
  certificates: string;
  privateKey: string;
}

/** Signature algorithms of C2PA 2.2, 13.2. */
export type SigningAlgorithm = 'es256' | 'es384' | 'es512' | 'ps256' | 'ed25519';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** The certificates of a chain, each in PEM. Throws Error when there is none. */
export function certificatesOf(pem: string): [string, ...string[]] {
  const [own, ...above] = pem.match(CERTIFICATE) ?? [];
  if (!own) throw new Error('holds no certificate in PEM');
  return [own, ...above];
}

/** How a key signs. Throws Error for a key that manifests cannot be signed with. */
export function algorithmOf(key: KeyObject): SigningAlgorithm {
  const type = key.asymmetricKeyType;
  if (type === 'ed25519') return 'ed25519';
  if (type === 'rsa' || type === 'rsa-pss') return 'ps256';
  const curve = key.asymmetricKeyDetails?.namedCurve ?? '';
  const found = ({ prime256v1: 'es256', secp384r1: 'es384', secp521r1: 'es512' } as const)[curve];
  if (!found) throw new Error('is of a kind that manifests cannot be signed with; use ECDSA, RSA or Ed25519');
  return found;
}

/** Throws Error saying what does not fit: no PEM, another key's certificate, a kind of key that cannot sign. */
export function checkSigningKey({ certificates, privateKey }: SigningKey): void {
  const key = createPrivateKey(privateKey);
  algorithmOf(key);
  if (!new X509Certificate(certificatesOf(certificates)[0]).checkPrivateKey(key))
    throw new Error('is not the key of the certificate, which comes first in its file');
}
