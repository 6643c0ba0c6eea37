import type { Plan } from '../../shared/usage/plans.ts';
import type { By } from '../caller.ts';
import type { Database } from '../db/database.ts';
import type { MadeFile } from '../provenance/contract.ts';
import type { Speech } from '../speech/contract.ts';
import type { AudioStore } from '../storage/audioStore.ts';
import type { Examiner } from './samples/examiner.ts';
import type { Listener } from './samples/listener.ts';

/** What the voices of a workspace are made with. */
export interface Voices {
  database: Database;
  audioStore: AudioStore;
  speech: Speech;
  examiner: Examiner;
  listener: Listener;
  /** Signs a file as made here, where that can be done; never throws. */
  mark(file: MadeFile): Promise<{ bytes: Buffer }>;
  /** The plan of the installation: the most that a workspace may have. */
  givenPlan: Plan;
  /** Takes everything down that is live in a voice; gives the places that are empty now. */
  withdrawVoice(by: By, voiceId: string, reason: string): Promise<{ channel: string; slot: string }[]>;
}
