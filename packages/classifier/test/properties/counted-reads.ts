import { type Evidence, type JobFacts, lastKnown, type PodFacts } from "@runverdict/classifier";

/** How many properties are read of evidence whose every list has about `size` entries. */
export function countReads(
  read: (evidence: Evidence) => unknown,
  run: Evidence,
  { pod, job }: { readonly pod: PodFacts; readonly job: JobFacts },
  size: number,
): number {
  const events = lastKnown(run.events) ?? [];
  let reads = 0;
  read(
    watched(
      {
        ...run,
        pod: { kind: "found", value: grown(pod, size) },
        job: { kind: "found", value: grown(job, size) },
        events: { kind: "found", value: repeated(events, size) },
        stream: run.stream === null ? null : grown(run.stream, size),
        run: grown(run.run, size),
      },
      () => {
        reads += 1;
      },
    ),
  );
  return reads;
}

/** The same data with every list in it repeated until it is long. */
function grown<T>(value: T, size: number): T {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return repeated(value, size) as T;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, grown(one, size)])) as T;
}

function repeated<T>(list: readonly T[], size: number): readonly T[] {
  return list.length === 0 ? list : Array.from({ length: Math.ceil(size / list.length) }, () => list).flat();
}

function watched<T extends object>(value: T, tell: () => void): T {
  return new Proxy(value, {
    get(target, key) {
      tell();
      const inner: unknown = Reflect.get(target, key);
      return typeof inner === "object" && inner !== null ? watched(inner, tell) : inner;
    },
    getOwnPropertyDescriptor(target, key) {
      tell();
      return Reflect.getOwnPropertyDescriptor(target, key);
    },
    has(target, key) {
      tell();
      return Reflect.has(target, key);
    },
  });
}
