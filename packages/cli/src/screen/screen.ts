/** What is known of the place where the output will be read. */
export interface Screen {
  readonly columns: number;
  readonly wide: number;
  readonly colour: boolean;
  readonly unicode: boolean;
}

interface OutputStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Running text is not set wider than this: long lines are hard to read. */
const PROSE = 80;
const TABLE = 160;
const NARROWEST = 20;

export function screenOf(stream: OutputStream, environment: Environment, platform: string): Screen {
  const wide = columnsOf(stream, environment);
  return {
    columns: Math.min(wide, PROSE),
    wide: Math.min(wide, TABLE),
    colour: wantsColour(stream, environment),
    unicode: speaksUnicode(environment, platform),
  };
}

function columnsOf(stream: OutputStream, environment: Environment): number {
  const named = Number(environment["COLUMNS"]);
  const known = Number.isSafeInteger(named) && named > 0 ? named : stream.columns;
  return Math.max(known === undefined || known === 0 ? PROSE : known, NARROWEST);
}

/** FORCE_COLOR goes before NO_COLOR, as it does in Node itself. */
function wantsColour(stream: OutputStream, environment: Environment): boolean {
  const forced = environment["FORCE_COLOR"];
  if (forced !== undefined) return forced !== "0" && forced !== "false";
  const refused = environment["NO_COLOR"];
  if (refused !== undefined && refused !== "") return false;
  return stream.isTTY === true && environment["TERM"] !== "dumb";
}

/** As the C library finds the locale: LC_ALL, else LC_CTYPE, else LANG. Windows has none of them and knows UTF-8. */
function speaksUnicode(environment: Environment, platform: string): boolean {
  const locale = environment["LC_ALL"] || environment["LC_CTYPE"] || environment["LANG"];
  if (locale === undefined || locale === "") return platform === "win32";
  return /utf-?8/i.test(locale);
}
