const unprintable = /[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\p{Surrogate}/gu;

/** A stranger's text as one printable line of at most `length` characters. */
export function oneLine(text: string, length: number): string {
  const printable = text
    .slice(0, length * 4)
    .replace(unprintable, " ")
    .trim();
  return Array.from(printable).slice(0, length).join("");
}
