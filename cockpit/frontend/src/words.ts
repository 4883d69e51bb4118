/* The messages of data/messages in the language of the reader. */

import messages from "./words.json";

export type Lang = "zh" | "en";
type Key = keyof (typeof messages)["zh"];
const TEXTS: Record<Lang, Readonly<Record<string, string>>> = messages;

/** The message, its {names} filled in. */
export function say(lang: Lang, key: Key, values: Readonly<Record<string, string | number>> = {}): string {
  return filled(TEXTS[lang][key] ?? key, values);
}

/** The message of a word from outside (a status, a unit); the word itself where there is none. */
export function label(lang: Lang, group: string, word: string): string {
  return TEXTS[lang][`${group}.${word}`] ?? word;
}

const filled = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
