import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FEATURES_1_20 } from "../../src/simulator/features.ts";
import { createSimulator, type Simulator } from "../../src/simulator/create-simulator.ts";
import { connectTo } from "../cluster/support/with-cluster.ts";
import { lacking, type Ability } from "./ability.ts";
import type { Rule } from "./deployed-role.ts";
import type { Ground, Host } from "./ground.ts";
import { plainSpec } from "./plain-spec.ts";

const NAMESPACE = "agents";
const MISSING = "images.example/none:1";
const ROTATION = { bytes: 256 * 1024, everyMs: 500 };

/** Every story has a simulator of its own, which can be whatever it needs. Agents are local processes. */
export const simulatedHost: Host = {
  isShared: false,
  can: new Set((Object.keys(lacking) as Ability[]).filter((ability) => ability !== "memory group")),
  raise: async (wishes) => {
    const simulator = await createSimulator({
      images: { [MISSING]: { kind: "pull-fails", message: "not found" } },
      log: { rotateBytes: ROTATION.bytes },
      delays: { rotateMs: ROTATION.everyMs },
      ...(wishes.isOld === true ? { features: FEATURES_1_20 } : {}),
      ...(wishes.podQuota === undefined ? {} : { podQuota: wishes.podQuota }),
      ...(wishes.rules === undefined ? {} : { access: { permissions: permissionsOf(wishes.rules) } }),
    });
    return groundOf(simulator);
  },
};

async function groundOf(simulator: Simulator): Promise<Ground> {
  const folder = await mkdtemp(join(tmpdir(), "story-"));
  const kubeconfigPath = join(folder, "kubeconfig");
  await writeFile(kubeconfigPath, simulator.kubeconfig);
  const [cluster, somebody] = [await connectTo(simulator.kubeconfig), await connectTo(simulator.kubeconfig)];
  return {
    cluster,
    somebody,
    kubeconfigPath,
    spec: (differs) => plainSpec(NAMESPACE, "agent:1", differs),
    missingImage: MISSING,
    glutton: `const eaten = Buffer.alloc(150e6, 1); console.log("eating"); setInterval(() => eaten, 1000);`,
    starve: (job, whom) => simulator.happen({ kind: whom === "child" ? "oom-child" : "oom", job }),
    rotation: ROTATION,
    restartApiServer: async () =>
      simulator.happen({ kind: "api-server-restart", downMs: 1500, how: "sigkill" }),
    close: async () => {
      await Promise.all([cluster.close(), somebody.close()]);
      await simulator.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** The simulator knows one user only, so that in a story with rules somebody else may do no more. */
function permissionsOf(rules: readonly Rule[]) {
  return rules.flatMap(({ apiGroups, resources, verbs }) =>
    apiGroups.flatMap((group) =>
      resources.flatMap((resource) => verbs.map((verb) => ({ verb, group, resource, namespace: NAMESPACE }))),
    ),
  );
}
