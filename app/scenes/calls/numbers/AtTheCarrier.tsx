import { CopyButton } from '../../../components/CopyButton.tsx';
import { Panel } from '../../../components/Form.tsx';
import styles from './Numbers.module.css';

const ADDRESSES = [
  { what: 'A call comes in', path: '/telephony/twilio/voice' },
  { what: 'Call status changes', path: '/telephony/twilio/status' },
] as const;

/** What to enter at the carrier, so that calls to a number come here. */
export function AtTheCarrier() {
  const { origin } = window.location;
  return (
    <Panel
      title="At the carrier"
      lead="A number rings here once its carrier knows where. At Twilio, open the number, and under Voice enter these two webhooks with HTTP POST:"
    >
      <dl className={styles.addresses}>
        {ADDRESSES.map(({ what, path }) => (
          <div key={path}>
            <dt>{what}</dt>
            <dd>
              <code>{`${origin}${path}`}</code>
              <CopyButton text={`${origin}${path}`} label="Copy" />
            </dd>
          </div>
        ))}
      </dl>
      <p className={styles.note}>
        The addresses begin with the one under which you see this page. Where the carrier reaches the
        installation under another one, use that: it is the same as <code>VOICEOPS_PUBLIC_URL</code>, and must
        be HTTPS. Every request is proved by the carrier’s signature, so the server needs{' '}
        <code>TWILIO_AUTH_TOKEN</code>; with <code>TWILIO_ACCOUNT_SID</code> it can also transfer calls and
        place them. Both are settings of the server.
      </p>
    </Panel>
  );
}
