import { useMutation } from '@tanstack/react-query';
import { Play, Square } from 'lucide-react';
import { type PersonalityContent, voiceParameters } from '../../../../shared/personalities/content.ts';
import { openingWords } from '../../../../shared/personalities/greeting.ts';
import { previewVoice } from '../../../api/voices.ts';
import { Button } from '../../../components/Button.tsx';
import common from '../../../components/common.module.css';
import { Row } from '../../../components/Form.tsx';
import { ProblemMessage } from '../../../components/ProblemMessage.tsx';
import { player } from '../../../player/player.ts';
import { useIsPlaying } from '../../../player/usePlayer.ts';

/** Says the first words with the voice as it is set on the screen. */
export function PlayGreeting({
  content,
  speakable,
}: {
  content: PersonalityContent;
  /** Its voice is there. */
  speakable: boolean;
}) {
  const { voice, name } = content;
  const text = openingWords(content);
  const key = `greeting ${JSON.stringify([voice?.id, voice && voiceParameters(voice), text])}`;
  const playing = useIsPlaying({ key });
  const play = useMutation({
    mutationFn: async () => {
      if (!voice) return;
      const wanted = player.wish();
      const bytes = await previewVoice(voice.id, { text, settings: voiceParameters(voice) });
      if (!wanted()) return;
      const track = { key, title: name, subtitle: 'Greeting', source: { bytes }, loudnessLufs: null };
      await player.play(track, { fromMs: 0 });
    },
  });
  return (
    <>
      <Row>
        {playing ? (
          <Button icon={<Square aria-hidden />} onClick={() => player.pause()}>
            Stop the greeting
          </Button>
        ) : (
          <Button
            icon={<Play aria-hidden />}
            busy={play.isPending}
            disabled={!voice || !speakable}
            onClick={() => play.mutate()}
          >
            Play the greeting
          </Button>
        )}
        {voice ? null : <span className={common.quiet}>Choose a voice to hear it.</span>}
      </Row>
      {play.error ? <ProblemMessage error={play.error} /> : null}
    </>
  );
}
