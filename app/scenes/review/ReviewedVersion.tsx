import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { checksQuery } from '../../api/checks.ts';
import { meQuery } from '../../api/identity.ts';
import { commentsQuery, peaksQuery, versionQuery } from '../../api/studio.ts';
import common from '../../components/common.module.css';
import { ProblemMessage } from '../../components/ProblemMessage.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { StandInNote } from '../../components/StandInNote.tsx';
import { LiveBadge, StatusBadge } from '../../components/StatusBadge.tsx';
import { Duration } from '../../components/Time.tsx';
import { Waveform } from '../../components/Waveform.tsx';
import { changesInWords } from '../../format/changesInWords.ts';
import { PlayButton } from '../../player/PlayButton.tsx';
import { player } from '../../player/player.ts';
import { versionTrack } from '../../player/tracks.ts';
import { usePlayback } from '../../player/usePlayer.ts';
import { type Anchor, anchorWords } from './anchor.ts';
import { Checks } from './Checks.tsx';
import { Comments } from './Comments.tsx';
import { Decision } from './Decision.tsx';
import { History } from './History.tsx';
import { Making } from './Making.tsx';
import styles from './ReviewScene.module.css';
import { Transcript } from './Transcript.tsx';

/** A place is heard with what comes before it. */
const LEAD_IN_MS = 700;

/** One version as its reviewer needs it: the sound, the words, what was said about it, and the decision. */
export function ReviewedVersion({ versionId }: { versionId: string }) {
  const version = useQuery(versionQuery(versionId));
  const comments = useQuery(commentsQuery(versionId));
  const peaks = useQuery({ ...peaksQuery(versionId), enabled: version.data?.audio != null });
  const checks = useQuery(checksQuery(versionId));
  const me = useQuery(meQuery);
  const [anchor, setAnchor] = useState<Anchor | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const track = version.data ? versionTrack(version.data) : null;
  const position = usePlayback(track?.key ?? '');
  const shown = version.data;
  if (!shown)
    return version.error ? (
      <ProblemMessage error={version.error} onRetry={() => version.refetch()} />
    ) : (
      <Skeleton height={96} count={3} />
    );
  const words = peaks.data?.words ?? [];
  const scopes = me.data?.scopes ?? [];
  const range = anchor?.kind === 'range' ? anchor : null;
  const found = (checks.data?.checks ?? []).flatMap((check) =>
    check.places.map((place, index) => ({
      id: `check-${check.name}-${index}`,
      ...place,
      tone: 'bad' as const,
    })),
  );
  const playPlace = (startMs: number, endMs: number) =>
    track && void player.play(track, { fromMs: Math.max(0, Math.min(startMs, endMs) - LEAD_IN_MS) });
  const said = (comments.data ?? [])
    .filter((comment) => comment.parentId === null)
    .map((comment) => {
      const word = comment.word === null ? undefined : words[comment.word];
      return {
        id: comment.id,
        startMs: comment.startMs ?? word?.startMs ?? -1,
        endMs: comment.endMs ?? word?.endMs ?? null,
        label: `${comment.author.name}: ${comment.text.slice(0, 80)}`,
        done: comment.resolvedAt !== null,
      };
    })
    .filter((marker) => marker.startMs >= 0);
  const markers = [...said, ...found];
  return (
    <article className={styles.version} aria-label={`${shown.scriptTitle}, version ${shown.number}`}>
      <header className={styles.head}>
        <h2>
          <Link to="/scripts/$scriptId" params={{ scriptId: shown.scriptId }}>
            {shown.scriptTitle}
          </Link>
        </h2>
        <p className={common.line}>
          Version {shown.number} <StatusBadge state={shown.state} status={shown.status} />
          {shown.live.map((place) => (
            <LiveBadge key={`${place.channel}/${place.slot}`} where={`${place.channel} / ${place.slot}`} />
          ))}
          {shown.audio ? <Duration ms={shown.audio.durationMs} /> : null}
          <StandInNote standIn={shown.standIn} />
        </p>
        <p className={common.quiet}>
          {shown.voice.name} · {changesInWords(shown)}
          {shown.note ? ` · “${shown.note}”` : ''}
          {shown.dictionaryVersion === null ? '' : ` · dictionary ${shown.dictionaryVersion}`}
        </p>
      </header>
      <div className={styles.sound}>
        <PlayButton track={track} what={`version ${shown.number}`} />
        {peaks.data ? (
          <Waveform
            label={`Waveform of version ${shown.number}`}
            peaks={peaks.data.peaks}
            durationMs={peaks.data.durationMs}
            positionMs={position}
            height={88}
            onSeek={(fromMs) => track && void player.play(track, { fromMs })}
            range={range}
            onRange={(next) => setAnchor(next && { kind: 'range', ...next })}
            markers={markers}
            onMarker={(id) => {
              const place = found.find((marker) => marker.id === id);
              if (place) playPlace(place.startMs, place.endMs);
              else document.getElementById(`comment-${id}`)?.scrollIntoView({ block: 'center' });
            }}
          />
        ) : (
          <Skeleton height={88} />
        )}
      </div>
      <Transcript
        text={shown.text}
        words={words}
        positionMs={position}
        chosen={anchor?.kind === 'word' ? anchor.word : null}
        onWord={(word) => {
          setAnchor({ kind: 'word', word });
          field.current?.focus();
        }}
      />
      <div className={styles.columns}>
        <Comments
          version={shown}
          comments={comments}
          words={words}
          anchor={anchor}
          anchorText={anchor ? anchorWords(anchor, words) : null}
          onAnchor={setAnchor}
          mayComment={scopes.includes('versions:comment')}
          myId={me.data?.user?.id ?? null}
          field={field}
          onPlay={(startMs, endMs) =>
            track &&
            void player.play(track, endMs === null ? { fromMs: startMs } : { range: { startMs, endMs } })
          }
        />
        <div className={styles.side}>
          <Decision version={shown} scopes={scopes} myId={me.data?.user?.id ?? null} />
          <Checks versionId={shown.id} mayRun={scopes.includes('versions:generate')} onPlace={playPlace} />
          <Making version={shown} />
          <History changes={shown.history} />
        </div>
      </div>
    </article>
  );
}
