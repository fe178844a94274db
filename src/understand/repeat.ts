import type { Message } from './document.js';

const SHORT = 8;

/** The id of the sender's earlier message that had exactly these words. Short ones (收到, 1) may well be said twice. */
export function isRepeat(message: Message): string | undefined {
  const words = message.input.text.trim();
  if (words.length < SHORT) return undefined;
  return message.input.previous?.findLast(
    (p) =>
      p.text.trim() === words && (message.input.sender === undefined || p.sender === message.input.sender),
  )?.id;
}
