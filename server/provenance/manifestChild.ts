import { constants, createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { serveRequests } from '../speech/processes/engineChild.ts';
import type { FoundManifest } from './contract.ts';
import type { SigningAlgorithm } from './signingKey.ts';

export type ManifestRequest =
  | {
      do: 'sign';
      file: Uint8Array;
      mediaType: string;
      /** What our own assertion says. */
      origin: object;
      algorithm: SigningAlgorithm;
      certificates: string[];
      privateKey: string;
    }
  | { do: 'read'; path: string; mediaType: string; trusted: string[] };
export type ManifestReply = { file: Uint8Array } | FoundManifest;

/** Our assertion: which version of which script it is. */
const ORIGIN_LABEL = 'org.voiceops.studio.version';
/** IPTC's word for what a model made of its training. */
const SYNTHETIC = 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia';
/** Room in the manifest for the signature and its wrapping, beside the certificates. */
const SIGNATURE_BYTES = 2048;

/** What of the package is used. */
interface C2pa {
  Builder: {
    withJson(
      manifest: object,
      settings: object,
    ): {
      setIntent(intent: object): void;
      addAssertion(label: string, json: string, kind: 'Json'): void;
      signAsync(
        signer: object,
        from: { buffer: Buffer; mimeType: string },
        to: { buffer: Buffer | null },
      ): Promise<Buffer>;
    };
  };
  Reader: {
    fromAsset(
      asset: { path: string; mimeType: string } | { buffer: Buffer; mimeType: string },
      settings: object,
    ): Promise<Reader | null>;
  };
  CallbackSigner: { newSigner(config: object, sign: (data: Buffer) => Promise<Buffer>): object };
}
interface Reader {
  json(): {
    active_manifest?: string;
    manifests?: Record<string, { assertions?: { label: string; data?: { digest?: unknown } }[] }>;
    validation_state?: string;
    validation_results?: { activeManifest?: { failure?: { code: string }[] } };
  };
}

// Named by a variable: the package is optional, and its native code is only ever loaded in this process.
const PACKAGE: string = '@contentauth/c2pa-node';

serveRequests<ManifestRequest, ManifestReply>((request) =>
  request.do === 'sign' ? signFile(request) : readFile(request),
);

async function signFile(request: Extract<ManifestRequest, { do: 'sign' }>): Promise<{ file: Uint8Array }> {
  const { Builder, CallbackSigner, Reader } = (await import(PACKAGE)) as C2pa;
  const { algorithm, certificates } = request;
  const builder = Builder.withJson(
    { claim_generator_info: [{ name: 'VoiceOps Studio' }], format: request.mediaType },
    { builder: { thumbnail: { enabled: false } } },
  );
  builder.setIntent({ create: SYNTHETIC });
  builder.addAssertion(ORIGIN_LABEL, JSON.stringify(request.origin), 'Json');
  const key = createPrivateKey(request.privateKey);
  const certificateBytes = certificates.reduce((sum, certificate) => sum + certificate.length, 0);
  const signer = CallbackSigner.newSigner(
    {
      alg: algorithm,
      certs: [Buffer.from(certificates.join('\n'))],
      reserveSize: SIGNATURE_BYTES + certificateBytes,
      directCoseHandling: false,
    },
    async (data) => signatureOf(data, key, algorithm),
  );
  const to: { buffer: Buffer | null } = { buffer: null };
  await builder.signAsync(signer, { buffer: Buffer.from(request.file), mimeType: request.mediaType }, to);
  if (!to.buffer) throw new Error('nothing was signed');
  // The library signs with whatever it is given: only what it believes itself may leave.
  const reader = await Reader.fromAsset(
    { buffer: to.buffer, mimeType: request.mediaType },
    readingSettings(certificates.slice(0, 1)),
  );
  const { validation_state: validity, validation_results: results } = reader?.json() ?? {};
  if (validity !== 'Trusted') {
    const failures = results?.activeManifest?.failure?.map(({ code }) => code).join(', ');
    throw new Error(`the signature is not valid (${failures})`);
  }
  return { file: to.buffer };
}

/** Signatures as COSE has them: RFC 8152, 8.1 (ECDSA: r and s), RFC 8230 (RSASSA-PSS), 8.2 (EdDSA). */
function signatureOf(data: Buffer, key: KeyObject, algorithm: SigningAlgorithm): Buffer {
  if (algorithm === 'ed25519') return sign(null, data, key);
  if (algorithm === 'ps256')
    return sign('sha256', data, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 });
  const hash = { es256: 'sha256', es384: 'sha384', es512: 'sha512' }[algorithm];
  return sign(hash, data, { key, dsaEncoding: 'ieee-p1363' });
}

const readingSettings = (trusted: string[]) => ({
  trust: { allowed_list: trusted.join('\n') },
  // A file from anybody must not make us call an address that it names.
  verify: { verify_trust: true, remote_manifest_fetch: false, ocsp_fetch: false },
});

async function readFile(request: Extract<ManifestRequest, { do: 'read' }>): Promise<FoundManifest> {
  const { Reader } = (await import(PACKAGE)) as C2pa;
  let reader: Reader | null;
  try {
    reader = await Reader.fromAsset(
      { path: request.path, mimeType: request.mediaType },
      readingSettings(request.trusted),
    );
  } catch {
    // The library throws for files that it cannot take apart, and for broken manifests.
    return { state: 'unreadable', digest: null };
  }
  if (!reader) return { state: 'none', digest: null };
  const { active_manifest: active = '', manifests, validation_state: validity } = reader.json();
  const digest = manifests?.[active]?.assertions?.find(({ label }) => label === ORIGIN_LABEL)?.data?.digest;
  if (typeof digest !== 'string') return { state: 'foreign', digest: null };
  // Valid but not trusted: somebody else's signature, whatever it says.
  const state = validity === 'Trusted' ? 'intact' : validity === 'Valid' ? 'foreign' : 'altered';
  return { state, digest: state === 'intact' ? digest : null };
}
