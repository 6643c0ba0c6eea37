import { useMutation } from '@tanstack/react-query';
import { Download, Play, Square } from 'lucide-react';
import { useRef, useState } from 'react';
import type { Personality } from '../../../../shared/api/personalities.ts';
import type { Voice } from '../../../../shared/api/voices.ts';
import { type PersonalityVoice, voiceParameters } from '../../../../shared/personalities/content.ts';
import { speakTest } from '../../../api/personalityVoice.ts';
import { previewVoice } from '../../../api/voices.ts';
import { Button } from '../../../components/Button.tsx';
import { TextArea } from '../../../components/Field.tsx';
import { Row } from '../../../components/Form.tsx';
import { ProblemMessage } from '../../../components/ProblemMessage.tsx';
import { saveBytes } from '../../../player/DownloadMenu.tsx';
import { player } from '../../../player/player.ts';
import type { Track } from '../../../player/tracks.ts';
import { useIsPlaying } from '../../../player/usePlayer.ts';
import styles from './Editor.module.css';

type Chosen = PersonalityVoice;

/** What changes the sound, whatever the order in which it is written. */
const keyed = (chosen: Chosen | null) =>
  JSON.stringify([
    chosen?.id,
    chosen?.speed ?? 1,
    chosen?.pitch ?? 0,
    chosen?.tone ?? 'neutral',
    Object.entries(chosen?.settings ?? {}).sort(),
  ]);

interface TestBoxProps {
  personality: Personality;
  voice: Voice;
  /** What is chosen on the screen. */
  now: Chosen;
  /** null: nothing is saved. */
  saved: Chosen | null;
}

/** Says a sentence of mine as it is set now, or beside what is saved. */
export function TestBox({ personality, voice, now, saved }: TestBoxProps) {
  const changed = keyed(now) !== keyed(saved);
  const [text, setText] = useState('Thank you for calling. How may I help you today?');
  const made = useRef(new Map<string, ArrayBuffer>());
  const keyOf = (chosen: Chosen) => `test ${personality.id} ${keyed(chosen)} ${text}`;
  const playing = useIsPlaying({ key: keyOf(now) });

  const track = async (chosen: Chosen, subtitle: string): Promise<Track> => {
    const key = keyOf(chosen);
    const bytes =
      made.current.get(key) ??
      (chosen.id === saved?.id
        ? await speakTest(personality.id, {
            text,
            speed: chosen.speed ?? 1,
            pitch: chosen.pitch ?? 0,
            tone: chosen.tone ?? 'neutral',
            settings: chosen.settings,
          })
        : await previewVoice(chosen.id, { text, settings: voiceParameters(chosen) }));
    made.current.set(key, bytes);
    return { key, title: personality.name, subtitle, source: { bytes }, loudnessLufs: null };
  };
  const act = useMutation({
    mutationFn: async (what: 'play' | 'compare' | 'download') => {
      const name = changed ? 'Changed' : 'Test';
      if (what === 'download') {
        const { source } = await track(now, name);
        if ('bytes' in source)
          saveBytes(source.bytes, `${[...new Set([personality.name, voice.name])].join(', ')}.wav`);
        return;
      }
      const wanted = player.wish();
      if (what === 'compare' && saved) {
        const tracks = [await track(saved, 'Saved'), await track(now, 'Changed')];
        if (!wanted()) return;
        await player.load(tracks, { active: 1, fromMs: 0 });
        await player.resume();
        return;
      }
      const one = await track(now, name);
      if (wanted()) await player.play(one, { fromMs: 0 });
    },
  });
  const busy = (what: typeof act.variables) => act.isPending && act.variables === what;
  const empty = text.trim() === '';
  return (
    <section className={styles.test} aria-label="Test box">
      <TextArea
        label="Hear it say"
        rows={3}
        maxLength={1000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Row>
        {playing ? (
          <Button icon={<Square aria-hidden />} onClick={() => player.pause()}>
            Stop
          </Button>
        ) : (
          <Button
            icon={<Play aria-hidden />}
            busy={busy('play')}
            disabled={empty}
            onClick={() => act.mutate('play')}
          >
            Play
          </Button>
        )}
        {changed && saved ? (
          <Button busy={busy('compare')} disabled={empty} onClick={() => act.mutate('compare')}>
            A/B with what is saved
          </Button>
        ) : null}
        <Button
          kind="quiet"
          icon={<Download aria-hidden />}
          busy={busy('download')}
          disabled={empty}
          onClick={() => act.mutate('download')}
        >
          Download
        </Button>
      </Row>
      {act.error ? <ProblemMessage error={act.error} /> : null}
    </section>
  );
}
