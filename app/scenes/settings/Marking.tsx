import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CircleAlert, CircleCheck } from 'lucide-react';
import { markingQuery } from '../../api/provenance.ts';
import { Badge } from '../../components/Badge.tsx';
import { Panel } from '../../components/Form.tsx';
import { Loaded } from '../../components/Loaded.tsx';
import { Time } from '../../components/Time.tsx';
import styles from './settings.module.css';

/** Whether files say that they are synthetic and made here, and who vouches for it. */
export function Marking() {
  const marking = useQuery(markingQuery);
  return (
    <Panel
      title="Origin of files"
      lead="WAV and MP3 that are downloaded or published carry a signed C2PA manifest: that they are synthetic speech, and which version they are."
    >
      <Loaded query={marking}>
        {({ available, reason, certificate }) => (
          <div className={styles.person}>
            <p>
              {available ? (
                <Badge tone="good" icon={<CircleCheck aria-hidden />}>
                  Signed
                </Badge>
              ) : (
                <Badge tone="warn" icon={<CircleAlert aria-hidden />}>
                  Not available
                </Badge>
              )}
            </p>
            {reason ? <p>{reason}</p> : null}
            {certificate ? (
              <p className={styles.muted}>
                {certificate.subject}, until <Time at={certificate.notAfter} />.{' '}
                {certificate.own
                  ? 'The installation made this certificate for itself: other programs see that a file was not changed, but do not know the signer.'
                  : `Issued by ${certificate.issuer}.`}
              </p>
            ) : null}
            <p>
              <Link to="/check">Check where a file comes from</Link>
            </p>
          </div>
        )}
      </Loaded>
    </Panel>
  );
}
