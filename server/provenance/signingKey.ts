import 'reflect-metadata';
import { createPrivateKey, type KeyObject, randomBytes, webcrypto, X509Certificate } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  cryptoProvider,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** What manifests are signed with, in PEM. */
export interface SigningKey {
  /** The signer's own certificate first, then those above it. */
  certificates: string;
  privateKey: string;
}

/** Signature algorithms of C2PA 2.2, 13.2. */
export type SigningAlgorithm = 'es256' | 'es384' | 'es512' | 'ps256' | 'ed25519';

const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY_MS = 24 * 3_600_000;
const VALID_DAYS = 3650;
/** id-kp-emailProtection, which every C2PA validator accepts of a signer (C2PA 2.2, 14.5.1). */
const EMAIL_PROTECTION = '1.3.6.1.5.5.7.3.4';
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** A new ES256 key with a certificate of an authority of its own, whose key is thrown away. */
export async function makeSigningKey(): Promise<SigningKey> {
  cryptoProvider.set(webcrypto);
  const { subtle } = webcrypto;
  const authority = await subtle.generateKey(P256, true, ['sign', 'verify']);
  const signer = await subtle.generateKey(P256, true, ['sign', 'verify']);
  const span = {
    notBefore: new Date(Date.now() - DAY_MS),
    notAfter: new Date(Date.now() + VALID_DAYS * DAY_MS),
  };
  const name = randomBytes(4).toString('hex');
  const above = await X509CertificateGenerator.createSelfSigned({
    ...span,
    serialNumber: serialNumber(),
    name: `CN=VoiceOps Studio ${name} authority, O=VoiceOps Studio`,
    signingAlgorithm: P256,
    keys: authority,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true),
      await SubjectKeyIdentifierExtension.create(authority.publicKey),
    ],
  });
  const own = await X509CertificateGenerator.create({
    ...span,
    serialNumber: serialNumber(),
    subject: `CN=VoiceOps Studio ${name}, O=VoiceOps Studio`,
    issuer: above.subject,
    signingAlgorithm: P256,
    publicKey: signer.publicKey,
    signingKey: authority.privateKey,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([EMAIL_PROTECTION], true),
      await AuthorityKeyIdentifierExtension.create(authority.publicKey),
      await SubjectKeyIdentifierExtension.create(signer.publicKey),
    ],
  });
  const pkcs8 = await subtle.exportKey('pkcs8', signer.privateKey);
  return {
    certificates: `${own.toString('pem')}\n${above.toString('pem')}\n`,
    privateKey: PemConverter.encode(pkcs8, 'PRIVATE KEY'),
  };
}

/** 64 random bits, positive: RFC 5280, 4.1.2.2. */
const serialNumber = () => `01${randomBytes(8).toString('hex')}`;

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
