import { Link } from '@tanstack/react-router';
import { ShieldCheck, ShieldX } from 'lucide-react';
import type { ReactNode } from 'react';
import type { CallEventOf } from '../../../../shared/calls/timeline.ts';
import { isUnwritten } from '../../../../shared/calls/unwritten.ts';
import type { CallDetail, LineBehind } from '../../../api/calls.ts';
import { Badge } from '../../../components/Badge.tsx';
import { CopyButton } from '../../../components/CopyButton.tsx';
import { Time } from '../../../components/Time.tsx';
import { formatDuration } from '../../../format/duration.ts';
import { speakerOf } from '../timeline/wordsOf.ts';
import styles from './Call.module.css';
import { lineAt } from './moments.ts';
import { useCursor } from './useCursor.ts';

const Row = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

/** What is behind the second at the playhead: whose words, which voice, and for approved audio who answers for it. */
export function Behind({ call }: { call: CallDetail }) {
  const atMs = useCursor(call.id);
  const line = lineAt(call.events, atMs);
  return (
    <section className={styles.box} aria-label="Behind this second">
      <div className={styles.boxHead}>
        <h2>
          Behind <span className="tabular">{formatDuration(line?.atMs ?? 0)}</span>
        </h2>
        <CopyButton
          label="Copy the address of this second"
          text={`${window.location.origin}/calls/${call.id}?at=${Math.round(line?.atMs ?? 0)}`}
        />
      </div>
      {line === null ? <p className={styles.total}>Nobody had said anything yet.</p> : null}
      {line?.kind === 'heard' ? <Listened event={line} /> : null}
      {line?.kind === 'spoken' ? <Said event={line} call={call} /> : null}
    </section>
  );
}

function Listened({ event }: { event: CallEventOf<'heard'> }) {
  const { engineId, confidence, keys } = event;
  const by = isUnwritten(event) ? 'Not written down' : `Understood by ${engineId ?? 'nobody'}`;
  return (
    <dl className={styles.figures}>
      <Row name="Who">Caller</Row>
      <Row name="By">{keys ? 'Keys of the telephone' : by}</Row>
      {confidence === null ? null : <Row name="Certain">{Math.round(confidence * 100)} %</Row>}
    </dl>
  );
}

function Said({ event, call }: { event: CallEventOf<'spoken'>; call: CallDetail }) {
  const { source } = event;
  const behind = source.kind === 'slot' ? call.behind[source.deploymentId] : undefined;
  return (
    <>
      <dl className={styles.figures}>
        <Row name="Who">{speakerOf(event)}</Row>
        {source.kind === 'voice' ? (
          <Row name="Voice">
            {source.voiceName} ({source.engineId})
          </Row>
        ) : null}
        {source.kind === 'slot' ? (
          <Row name="Slot">
            {source.channel} / {source.slot}
          </Row>
        ) : null}
      </dl>
      {source.kind !== 'person' && source.instead ? (
        <p className={styles.instead}>
          {source.kind === 'slot'
            ? 'What was live there before, in place of what followed it: '
            : `In place of ${source.instead.what}: `}
          {source.instead.reason}
        </p>
      ) : null}
      {behind ? <Chain behind={behind} /> : null}
      {source.kind === 'slot' && !behind ? (
        <p className={styles.total}>What was deployed then is no longer there to be looked at.</p>
      ) : null}
    </>
  );
}

/** From what was heard back to the text, the voice, the consent and who approved it. */
function Chain({
  behind: { deployment, version, script, revision, voice, consent, approvals },
}: {
  behind: LineBehind;
}) {
  return (
    <dl className={styles.figures}>
      <Row name="Deployed">
        by {deployment.by.name}, <Time at={deployment.at} />
        {deployment.reason ? `: ${deployment.reason}` : ''}
      </Row>
      <Row name="Version">
        <Link to="/scripts/$scriptId" params={{ scriptId: script.id }}>
          {script.title}, version {version.number}
        </Link>
      </Row>
      <Row name="Text">
        Revision {revision.number} by {revision.by.name}: “{revision.text}”
      </Row>
      <Row name="Voice">
        {voice.name}
        {voice.engine ? ` (${voice.engine})` : ''}
      </Row>
      <Row name="Consent">
        {consent ? (
          <>
            {consent.speaker}, <Time at={consent.at} />{' '}
            {consent.holds ? (
              <Badge tone="good" icon={<ShieldCheck aria-hidden />}>
                holds
              </Badge>
            ) : (
              <Badge tone="bad" icon={<ShieldX aria-hidden />}>
                {consent.why ?? 'no longer holds'}
              </Badge>
            )}
          </>
        ) : (
          'A voice that is nobody’s'
        )}
      </Row>
      <Row name="Approved">
        {approvals.length === 0
          ? 'by nobody any more'
          : approvals.map((approval) => (
              <span key={approval.id} className={styles.approval}>
                by {approval.by.name}, <Time at={approval.at} />
              </span>
            ))}
      </Row>
      <Row name="Digest">
        <code className={styles.digest}>{version.digest}</code>
      </Row>
    </dl>
  );
}
