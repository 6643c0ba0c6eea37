import type { ChatEvent } from '../../../../shared/api/chat.ts';
import { GrowingSound } from '../../../player/growingSound.ts';
import { player } from '../../../player/player.ts';
import type { Track } from '../../../player/tracks.ts';
import type { LiveTurn } from './liveTurn.ts';
import { answerTrack } from './spokenTrack.ts';

const bytesOf = (base64: string): ArrayBuffer =>
  Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)).buffer;

/** The voice of an answer: given to the one player with its first sentence, while the rest is still being written. */
export class SpokenAnswer {
  readonly #sound = new GrowingSound();
  /** Null until its first sentence has come. */
  #key: string | null = null;
  #silenced = false;

  /** @param play whether it is heard as soon as it comes */
  constructor(private readonly play: boolean) {}

  /** Takes in an event of the answer; with its first sound, answers the track that it begins. */
  hear(event: ChatEvent, turn: LiveTurn): Track | null {
    if (event.kind !== 'audio' || this.#silenced) return null;
    this.#sound.add(bytesOf(event.base64));
    if (this.#key !== null) return null;
    const track = answerTrack({ ...turn, id: turn.messageId ?? '' }, { growing: this.#sound });
    this.#key = track.key;
    if (this.play) void player.play(track, { fromMs: 0 });
    return track;
  }

  /** Falls silent; nothing that still comes is heard. */
  stop(): void {
    this.#silenced = true;
    this.#sound.finish();
    const { tracks, active } = player.getState();
    if (this.#key !== null && tracks[active]?.key === this.#key) player.stop();
  }

  /** Nothing more will come. */
  end(): void {
    this.#sound.finish();
  }
}
