import { wordsOf } from './words.ts';

/** “So …”, “let me think”, “hold on”, “one second, somebody is at the door”, “I have to look it up”. */
const PAUSE =
  /^(?:(?:hm+|mm+|so|well|u+m+|er+m?)(?: |$))+$|\b(?:hold|hang) on\b|\bbear with me\b|\blet (?:me|us) (?:think|see|look|check|get|find|grab|ask)\b|^(?:please )?wait(?: please)?$|\b(?:one|a|just a|half a|wait a) (?:moment|second|sec|minute|min|tick)\b|^i (?:(?:just |will )?(?:need|have|will|am going)(?: to)? )(?:think|check|look|ask|find)\b/;
const FILLERS = /^(?:(?:u+h+|u+m+|er+m?|hm+|mm+|well|so|oh|okay|ok|yes|yeah|no|sorry|please) )+(?=\S)/;

/** Whether somebody only asks for time: thinks aloud, looks something up, is called away. */
export function asksForTime(text: string): boolean {
  return PAUSE.test(wordsOf(text).join(' ').replace(FILLERS, ''));
}
