import type { LifecycleEvent } from "../lifecycle/event.ts";
import { sawJob, sawPod, type Known } from "./known.ts";
import type { News } from "./news.ts";
import { sightOf } from "./sight-of.ts";

/** What the watches tell, for the lifecycle. */
export function eventOf(known: Known, news: News, at: number): LifecycleEvent {
  switch (news.kind) {
    case "job":
      sawJob(known, news.seen);
      return { kind: "job-seen", at, ask: null, ...sightOf(news.seen) };
    case "pod":
      sawPod(known, news.seen);
      return { kind: "pod-seen", at, ask: null, ...sightOf(news.seen) };
    case "job-gone":
      return { kind: "job-absent", at, ask: null, uid: news.uid };
    case "pod-gone":
      return { kind: "pod-absent", at, ask: null, uid: news.uid };
  }
}
