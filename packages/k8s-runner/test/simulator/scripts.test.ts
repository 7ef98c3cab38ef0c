import { expect, test } from "vitest";
import type { Script } from "../../src/simulator/kubelet/script.ts";
import { podOf, startRun } from "./support/run.ts";
import { namespace, withSimulator, type Stage } from "./support/with-simulator.ts";

/** As the simulator's page shows it. */
const gaveUp: Script = {
  steps: [
    { kind: "write", afterMs: 20, text: "working\n" },
    { kind: "write", afterMs: 60_000, stream: "stderr", text: "out of ideas\n" },
    { kind: "exit", afterMs: 0, code: 1 },
  ],
  onTerm: { kind: "exit", afterMs: 500, code: 143, text: "told to stop\n" },
  terminationMessage: "gave up",
};

const logOf = ({ core }: Stage, name: string): Promise<string> =>
  core.readNamespacedPodLog({ namespace, name, container: "agent" });

test("A container by plan writes and ends when its plan says, and nothing of it comes before.", async () => {
  await withSimulator({ script: () => gaveUp }, async (stage) => {
    const pod = await startRun(stage, "run-1");
    await stage.clock.advance(30_000);
    expect(await logOf(stage, pod)).toBe("working\n");
    await stage.clock.advance(31_000);
    expect(await logOf(stage, pod)).toBe("working\nout of ideas\n");
    const ended = (await podOf(stage, "run-1"))?.status?.containerStatuses?.[0]?.state?.terminated;
    expect(ended).toMatchObject({ exitCode: 1, reason: "Error", message: "gave up" });
    const [agent] = stage.simulator.truth.runs()[0]?.pods[0]?.containers ?? [];
    expect(agent).toMatchObject({
      stdout: { text: "working\n" },
      stderr: { text: "out of ideas\n" },
      ended: { exitCode: 1, how: "by-itself" },
    });
  });
});

test("A container by plan that is stopped does what it says of SIGTERM, and the rest of its plan is off.", async () => {
  await withSimulator({ script: () => gaveUp }, async (stage) => {
    const name = await startRun(stage, "run-1");
    await stage.clock.advance(1000);
    await stage.core.deleteNamespacedPod({ namespace, name });
    await stage.clock.advance(120_000);
    const [agent] = stage.simulator.truth.runs()[0]?.pods[0]?.containers ?? [];
    expect(agent).toMatchObject({
      stdout: { text: "working\ntold to stop\n" },
      stderr: { text: "" },
      ended: { exitCode: 143, how: "stopped" },
    });
  });
});

test("What a container shall do may depend on its command, and a plan without an ending goes on.", async () => {
  const script = ({ command }: { readonly command: readonly string[] }): Script => ({
    steps: [{ kind: "write", afterMs: 10, text: `${command.join(" ")}\n` }],
  });
  await withSimulator({ script }, async (stage) => {
    const pod = await startRun(stage, "run-1", {
      command: ["count"],
      args: ["to", "$(MOST)"],
      env: [{ name: "MOST", value: "9" }],
    });
    await stage.clock.advance(86_400_000);
    expect(await logOf(stage, pod)).toBe("count to 9\n");
    expect((await podOf(stage, "run-1"))?.status?.phase).toBe("Running");
  });
});
