import { expect, test } from "vitest";
import { getPod, PODS } from "../../../src/cluster/objects/pods.ts";
import { podSeen } from "../../../src/cluster/objects/seen-object.ts";
import { watchObjects } from "../../../src/cluster/watch/watch-objects.ts";
import { valueOf } from "../support/answers.ts";
import { eventually } from "../support/eventually.ts";
import { createHandClock } from "../support/hand-clock.ts";
import { startRun } from "../support/start-run.ts";
import { connectTo, forever } from "../support/with-cluster.ts";
import { withSimulator } from "../support/with-simulator.ts";

const script = () => ({ steps: [{ kind: "exit", afterMs: 30_000, code: 3 } as const] });

test("A pod is seen to its end through API servers that are killed and forget.", async () => {
  await withSimulator({ script }, async (stage) => {
    const hand = createHandClock();
    const cluster = await connectTo(stage.simulator.kubeconfig, hand);
    const watch = watchObjects(cluster, { resource: PODS, labelSelector: "", onFault: () => {} }, forever);
    await eventually(() => watch.state().kind === "watching");
    const { job, pod } = await startRun(stage);
    const states: string[] = [];
    watch.subscribe({ kind: "job-uid", uid: job.uid }, ({ object }) => {
      const exit = podSeen(object, "agent")?.facts.agent?.state;
      states.push(exit?.kind ?? "none");
    });
    for (const how of ["sigkill", "sigterm"] as const) {
      stage.simulator.happen({ kind: "api-server-restart", downMs: 1000, how });
      stage.simulator.happen({ kind: "compact-history" });
      await stage.clock.advance(90_000);
    }
    await eventually(() => {
      hand.advance(1000);
      return states.at(-1) === "terminated";
    });
    const known = watch.known().map(({ uid, resourceVersion }) => ({ uid, resourceVersion }));
    const { uid, resourceVersion } = valueOf(await getPod(cluster, pod.name, "agent", forever));
    expect(known).toEqual([{ uid, resourceVersion }]);
    await watch.stop();
    await cluster.close();
    expect(hand.sleepers()).toBe(0);
  });
});
