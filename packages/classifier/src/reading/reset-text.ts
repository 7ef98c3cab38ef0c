const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/**
 * Claude Code 1.0 to 2.1.329 gives the time alone for the next 24 hours, with the day beyond them, and with the year
 * beyond this one: "resets 3pm (America/New_York)", "resets Nov 28, 10:30am (UTC)", "resets Jan 2, 2027, 5am (UTC)".
 */
const resets =
  /\b[Rr]eset(?:s|s at| at) (?:(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{1,2})(?:, (\d{4}))?(?:,| at) )?(1[0-2]|[1-9])(?::([0-5]\d))?(am|pm) \(([\w+/-]{1,40})\)/;

/** The API's own words where an organisation has reached the limit that it set itself. */
const regained = /\bregain access on (\d{4}-\d{2}-\d{2}) at (\d{2}:\d{2}) UTC\b/;

/** The sentence stands at the beginning. */
const MOST_READ = 1000;

/**
 * When a limit is reset, by the sentence in which the harness or the API told it. Null without a zone, with one that
 * nobody knows, and for a time that was over when it was told.
 *
 * @param toldAt Epoch milliseconds; null where it is not known, for then a time of day says nothing.
 * @returns Epoch milliseconds; the harness cuts off the seconds.
 */
export function readResetText(text: string, toldAt: number | null): number | null {
  const start = text.slice(0, MOST_READ);
  const [, date, clock] = regained.exec(start) ?? [];
  const at = Date.parse(`${date}T${clock}Z`);
  if (!Number.isNaN(at)) return at;
  return toldAt === null || !isDay(toldAt) ? null : readTimeOfDay(start, toldAt);
}

function readTimeOfDay(text: string, toldAt: number): number | null {
  const [, month, day, year, hour, minute = "0", half, zone = ""] = resets.exec(text) ?? [];
  const wallAt = wallClockOf(zone);
  if (wallAt === null) return null;
  const today = Math.floor(wallAt(toldAt) / DAY_MS) * DAY_MS;
  const thisYear = new Date(today).getUTCFullYear();
  const days =
    month === undefined
      ? [today, today + DAY_MS]
      : [Date.UTC(Number(year ?? thisYear), MONTHS.indexOf(month), Number(day))];
  const time = ((Number(hour) % 12) + (half === "pm" ? 12 : 0)) * HOUR_MS + Number(minute) * MINUTE_MS;
  // A minute that has begun is told as well.
  return days.map((date) => instantOf(date + time, wallAt)).find((at) => at > toldAt - MINUTE_MS) ?? null;
}

/** Whether any calendar has it, with room for the days around it. */
function isDay(at: number): boolean {
  return Math.abs(at) < 8.64e15 - 400 * DAY_MS;
}

/** What the clocks of a zone show, as if they were in UTC; null where no such zone is known. */
type WallClock = (at: number) => number;

function wallClockOf(timeZone: string): WallClock | null {
  try {
    const numeric = "numeric";
    const format = new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      year: numeric,
      month: numeric,
      day: numeric,
      hour: numeric,
      minute: numeric,
    });
    return (at) => {
      const shown = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
      const [year = 0, month = 1, day = 1] = [shown.get("year"), shown.get("month"), shown.get("day")];
      return Date.UTC(year, month - 1, day, shown.get("hour"), shown.get("minute"));
    };
  } catch {
    return null;
  }
}

/** The second step is for clocks that are changed between the first guess and the answer. */
function instantOf(wall: number, wallAt: WallClock): number {
  const guess = wall - (wallAt(wall) - wall);
  return wall - (wallAt(guess) - guess);
}
