import { expect, test } from "vitest";
import { sh, startWrapped } from "./wrapped.ts";

const config = { cgroupFolder: "FOLDER/cgroup", heartbeatMs: 10 };
/** The agent ends when its memory was told of, and after it lost a child to the OOM killer. */
const agent = (events: string) =>
  sh(`echo 'oom_kill 5' > FOLDER/cgroup/${events}; until [ -e FOLDER/go ]; do :; done`);

test.each([
  [
    "version 2",
    "memory.events",
    {
      "memory.current": "1000\n",
      "memory.max": "2000\n",
      "memory.events": "low 0\noom 3\noom_kill 2\noom_group_kill 9\n",
    },
  ],
  [
    "version 1",
    "memory/memory.oom_control",
    {
      "memory/memory.usage_in_bytes": "1000\n",
      "memory/memory.limit_in_bytes": "2000\n",
      "memory/memory.oom_control": "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n",
    },
  ],
])("a heartbeat tells what a control group of %s says of memory", async (_, events, group) => {
  const files = Object.fromEntries(Object.entries(group).map(([name, text]) => [`cgroup/${name}`, text]));
  const { saw, open, ended } = startWrapped(agent(events), { config, files });
  await saw('"oomKills":3');
  open("go");
  const run = await ended;
  expect(run.beats.at(-1)).toMatchObject({ memoryBytes: 1000, memoryLimitBytes: 2000, oomKills: 3 });
  expect(run.end?.oomKills).toBe(3);
  expect(run.message?.oomKills).toBe(3);
});

test("no limit, and what the kernel does not tell, is null", async () => {
  const files = { "cgroup/memory.current": "1000\n", "cgroup/memory.max": "max\n" };
  const { saw, open, ended } = startWrapped(agent("other"), { config, files });
  await saw(" beat ");
  open("go");
  const run = await ended;
  expect(run.beats[0]).toMatchObject({ memoryBytes: 1000, memoryLimitBytes: null, oomKills: null });
  expect(run.message?.oomKills).toBeNull();
});

test("an unlimited group of version 1 writes a number that is no limit", async () => {
  const files = {
    "cgroup/memory/memory.usage_in_bytes": "1000\n",
    "cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
  };
  const { saw, open, ended } = startWrapped(agent("other"), { config, files });
  await saw(" beat ");
  open("go");
  expect((await ended).beats[0]).toMatchObject({ memoryBytes: 1000, memoryLimitBytes: null });
});

test("without a control group there are heartbeats all the same", async () => {
  const files = { "cgroup/empty": "" };
  const { saw, open, ended } = startWrapped(agent("other"), { config, files });
  await saw(" beat ");
  open("go");
  expect((await ended).beats[0]).toMatchObject({ memoryBytes: null, memoryLimitBytes: null, oomKills: null });
});
