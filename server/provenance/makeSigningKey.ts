import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
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
import type { SigningKey } from './signingKey.ts';

const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY_MS = 24 * 3_600_000;
const VALID_DAYS = 3650;
/** id-kp-emailProtection, which every C2PA validator accepts of a signer (C2PA 2.2, 14.5.1). */
const EMAIL_PROTECTION = '1.3.6.1.5.5.7.3.4';

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
