import { Link } from '@tanstack/react-router';
import { Download, FlaskConical, Radio, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { type CallDetail, recordingUrl } from '../../../api/calls.ts';
import { Badge } from '../../../components/Badge.tsx';
import { Button } from '../../../components/Button.tsx';
import common from '../../../components/common.module.css';
import { Menu, MenuItem } from '../../../components/Menu.tsx';
import { Scene } from '../../../components/Scene.tsx';
import { Time } from '../../../components/Time.tsx';
import { useCan } from '../../../frame/useMe.ts';
import { callerOf } from '../timeline/callerOf.ts';
import { EndBadge } from '../timeline/looks.tsx';
import { Behind } from './Behind.tsx';
import styles from './Call.module.css';
import { CallTranscript } from './CallTranscript.tsx';
import { DeleteCall } from './DeleteCall.tsx';
import { Figures } from './Figures.tsx';
import { LatencyBars } from './LatencyBars.tsx';
import { Tracks } from './Tracks.tsx';
import { transcriptUrl } from './transcriptText.ts';
import { useReplay } from './useReplay.ts';
import { WholeNumber } from './WholeNumber.tsx';

/** A call: its sound and what happened on one axis, its words, its turns, and what was behind each second. */
export function CallView({ call }: { call: CallDetail }) {
  const replay = useReplay(call);
  const mayManage = useCan('calls:manage');
  const [deleting, setDeleting] = useState(false);
  const over = call.state === 'ended';
  return (
    <Scene
      title={`Call of ${callerOf(call)}`}
      crumb={<Link to="/calls/history">Calls</Link>}
      width="full"
      lead={
        <span className={common.line}>
          {call.end ? <EndBadge end={call.end} /> : null}
          {over ? null : (
            <Badge tone="info" icon={<Radio aria-hidden />}>
              In progress
            </Badge>
          )}
          {call.test ? <Badge icon={<FlaskConical aria-hidden />}>Test</Badge> : null}
          {mayManage && call.from && !call.test ? <WholeNumber call={call} /> : null}
          <span>
            {call.flow.name}, version {call.flow.version}
          </span>
          {call.personality ? <span>· {call.personality.name}</span> : null}
          {call.to ? <span>· called {call.to}</span> : null}
          <span>
            · <Time at={call.startedAt} />
          </span>
        </span>
      }
      actions={
        <>
          {over ? null : (
            <Link to="/calls" search={{ call: call.id }} className={styles.live}>
              Look at it live
            </Link>
          )}
          <Menu trigger={<Button icon={<Download aria-hidden />}>Download</Button>}>
            {call.recording
              ? (['wav', 'mp3'] as const).map((format) => (
                  <MenuItem key={format} asChild>
                    <a href={recordingUrl(call.id, format)} download={`call ${call.id}.${format}`}>
                      Recording, {format.toUpperCase()}
                    </a>
                  </MenuItem>
                ))
              : null}
            <MenuItem asChild>
              <a href={transcriptUrl(call)} download={`call ${call.id}.txt`}>
                Transcript, text
              </a>
            </MenuItem>
          </Menu>
          {mayManage && over ? (
            <Button icon={<Trash2 aria-hidden />} onClick={() => setDeleting(true)}>
              Delete
            </Button>
          ) : null}
        </>
      }
    >
      <Tracks call={call} replay={replay} />
      <div className={styles.columns}>
        <CallTranscript call={call} replay={replay} />
        <div className={styles.side}>
          <Behind call={call} />
          <LatencyBars call={call} onTurn={replay.goTo} />
          <Figures call={call} />
        </div>
      </div>
      {deleting ? <DeleteCall call={call} onClose={() => setDeleting(false)} /> : null}
    </Scene>
  );
}
