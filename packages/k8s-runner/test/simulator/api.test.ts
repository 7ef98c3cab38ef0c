import { PatchStrategy, setHeaderOptions } from "@kubernetes/client-node";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { FEATURES_1_20 } from "../../src/simulator/features.ts";
import { agentJob } from "./support/agent-job.ts";
import { ask } from "./support/ask.ts";
import { openStream } from "./support/open-stream.ts";
import { namespace, withSimulator } from "./support/with-simulator.ts";

const jobs = `/apis/batch/v1/namespaces/${namespace}/jobs`;
const secrets = `/api/v1/namespaces/${namespace}/secrets`;
const suspended = { spec: { suspend: true } };
const secret = (name: string, data: Readonly<Record<string, string>> = {}): object => ({
  metadata: { name },
  stringData: data,
});

describe("Creating", () => {
  test("A Job gets the fields that a real API server fills in.", async () => {
    await withSimulator({}, async ({ batch }) => {
      const job = await batch.createNamespacedJob({ namespace, body: agentJob("run-1", {}, suspended) });
      const uid = job.metadata?.uid;
      expect(job.metadata).toMatchObject({
        name: "run-1",
        namespace,
        generation: 1,
        labels: { app: "agent" },
      });
      expect(job.spec).toMatchObject({
        completionMode: "NonIndexed",
        podReplacementPolicy: "TerminatingOrFailed",
        selector: { matchLabels: { "batch.kubernetes.io/controller-uid": uid } },
      });
      expect(job.spec?.template.metadata?.labels).toEqual({
        app: "agent",
        "batch.kubernetes.io/controller-uid": uid,
        "batch.kubernetes.io/job-name": "run-1",
        "controller-uid": uid,
        "job-name": "run-1",
      });
      expect(job.spec?.template.spec).toMatchObject({
        dnsPolicy: "ClusterFirst",
        schedulerName: "default-scheduler",
      });
    });
  });

  test("A generated name is the base and five characters.", async () => {
    await withSimulator({}, async ({ batch }) => {
      const { metadata: _name, ...body } = agentJob("unused");
      const job = await batch.createNamespacedJob({
        namespace,
        body: { ...body, metadata: { generateName: "run-" } },
      });
      expect(job.metadata?.name).toMatch(/^run-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    });
  });

  test("Every fault of a Job is told at once, by its field.", async () => {
    await withSimulator({}, async ({ simulator }) => {
      const wrong = agentJob("run-1", {
        name: "Agent",
        image: "",
        volumeMounts: [{ name: "none", mountPath: "/x" }],
      });
      const body = {
        ...wrong,
        spec: {
          ...wrong.spec,
          backoffLimit: -1,
          template: { spec: { ...wrong.spec?.template.spec, restartPolicy: "Always" } },
        },
      };
      const answer = await ask(simulator.url, "POST", jobs, body);
      expect(answer.code).toBe(422);
      expect(
        answer.body.details.causes.map(
          ({ reason, field }: { reason: string; field: string }) => `${reason} ${field}`,
        ),
      ).toEqual([
        "FieldValueInvalid spec.backoffLimit",
        "FieldValueInvalid spec.template.spec.containers[0].name",
        "FieldValueRequired spec.template.spec.containers[0].image",
        "FieldValueNotFound spec.template.spec.containers[0].volumeMounts[0].name",
        "FieldValueRequired spec.template.spec.restartPolicy",
      ]);
    });
  });

  test("What is too big is refused: annotations, Secrets, objects, bodies.", async () => {
    await withSimulator({}, async ({ simulator: { url } }) => {
      const job = agentJob("run-1");
      const annotated = { ...job, metadata: { ...job.metadata, annotations: { long: "x".repeat(262_144) } } };
      const annotations = await ask(url, "POST", jobs, annotated);
      expect(annotations.code).toBe(422);
      expect(annotations.body.details.causes[0].field).toBe("metadata.annotations");
      const data = await ask(url, "POST", secrets, secret("big", { prompt: "x".repeat(1_048_577) }));
      expect(data.code).toBe(422);
      expect(data.body.details.causes[0]).toEqual({
        reason: "FieldValueTooLong",
        message: "Too long: may not be more than 1048576 bytes",
        field: "data",
      });
      const object = await ask(url, "POST", jobs, agentJob("run-1", { args: ["x".repeat(1_600_000)] }));
      expect(object.code).toBe(500);
      expect(object.body.message).toBe("etcdserver: request is too large");
      const body = await ask(url, "POST", jobs, agentJob("run-1", { args: ["x".repeat(3_200_000)] }));
      expect(body.code).toBe(413);
    });
  });

  test("A dry run says what would be, and leaves nothing.", async () => {
    await withSimulator({}, async ({ batch }) => {
      const job = await batch.createNamespacedJob({ namespace, body: agentJob("run-1"), dryRun: "All" });
      expect(job.metadata?.uid).toBeDefined();
      expect((await batch.listNamespacedJob({ namespace })).items).toEqual([]);
    });
  });

  test("An old server drops fields that it does not know, without a word.", async () => {
    await withSimulator({ features: FEATURES_1_20 }, async ({ batch, core, clock }) => {
      const spec = { suspend: true, podReplacementPolicy: "Failed", podFailurePolicy: { rules: [] } };
      const job = await batch.createNamespacedJob({ namespace, body: agentJob("run-1", {}, { spec }) });
      expect(job.spec).not.toHaveProperty("suspend");
      expect(job.spec).not.toHaveProperty("podFailurePolicy");
      expect(job.spec).not.toHaveProperty("podReplacementPolicy");
      await clock.advance(1000);
      // It runs at once, suspended or not.
      expect((await core.listNamespacedPod({ namespace })).items[0]?.status?.phase).toBe("Running");
    });
  });
});

describe("Changing", () => {
  test("A Job is resumed by a JSON patch, and by a merge patch.", async () => {
    await withSimulator({}, async ({ batch }) => {
      for (const name of ["run-1", "run-2"]) {
        await batch.createNamespacedJob({ namespace, body: agentJob(name, {}, suspended) });
      }
      const one = await batch.patchNamespacedJob({
        namespace,
        name: "run-1",
        body: [
          { op: "test", path: "/spec/suspend", value: true },
          { op: "replace", path: "/spec/suspend", value: false },
        ],
      });
      const other = await batch.patchNamespacedJob(
        {
          namespace,
          name: "run-2",
          body: { spec: { suspend: false }, metadata: { annotations: { "a/b": "c" } } },
        },
        setHeaderOptions("Content-Type", PatchStrategy.MergePatch),
      );
      expect([one.spec?.suspend, one.metadata?.generation]).toEqual([false, 2]);
      expect([other.spec?.suspend, other.metadata?.annotations]).toEqual([false, { "a/b": "c" }]);
    });
  });

  test("An object in a JSON patch's place is refused, as is a patch whose test fails.", async () => {
    await withSimulator({}, async ({ batch, simulator }) => {
      await batch.createNamespacedJob({ namespace, body: agentJob("run-1", {}, suspended) });
      const headers = { "content-type": "application/json-patch+json" };
      const object = await ask(
        simulator.url,
        "PATCH",
        `${jobs}/run-1`,
        { spec: { suspend: false } },
        headers,
      );
      expect(object.code).toBe(400);
      const failed = [{ op: "test", path: "/metadata/uid", value: "other" }];
      expect((await ask(simulator.url, "PATCH", `${jobs}/run-1`, failed, headers)).code).toBe(422);
      const plain = await ask(simulator.url, "PATCH", `${jobs}/run-1`, {}, { "content-type": "text/plain" });
      expect(plain.body.reason).toBe("UnsupportedMediaType");
    });
  });

  test("A patch that names a version loses against whoever came before.", async () => {
    await withSimulator({}, async ({ batch, simulator }) => {
      const job = await batch.createNamespacedJob({ namespace, body: agentJob("run-1", {}, suspended) });
      const { resourceVersion } = job.metadata ?? {};
      const headers = { "content-type": "application/merge-patch+json" };
      const patch = { metadata: { resourceVersion, annotations: { mine: "1" } } };
      expect((await ask(simulator.url, "PATCH", `${jobs}/run-1`, patch, headers)).code).toBe(200);
      const again = await ask(simulator.url, "PATCH", `${jobs}/run-1`, patch, headers);
      expect([again.code, again.body.reason]).toEqual([409, "Conflict"]);
    });
  });

  test("A change that changes nothing gets no new version.", async () => {
    await withSimulator({}, async ({ batch }) => {
      const job = await batch.createNamespacedJob({ namespace, body: agentJob("run-1", {}, suspended) });
      const same = await batch.replaceNamespacedJob({ namespace, name: "run-1", body: job });
      expect(same.metadata?.resourceVersion).toBe(job.metadata?.resourceVersion);
    });
  });

  test("An immutable Secret stays as it is.", async () => {
    await withSimulator({}, async ({ simulator: { url } }) => {
      await ask(url, "POST", secrets, { ...secret("prompt", { a: "1" }), immutable: true });
      const headers = { "content-type": "application/merge-patch+json" };
      const answer = await ask(url, "PATCH", `${secrets}/prompt`, { stringData: { a: "2" } }, headers);
      expect(answer.body.details.causes[0].field).toBe("data");
    });
  });
});

describe("Listing", () => {
  test("Pages show the objects as they were at the first, until the history is gone.", async () => {
    await withSimulator({}, async ({ simulator, core }) => {
      const { url } = simulator;
      for (const name of ["a", "b", "c"]) await ask(url, "POST", secrets, secret(name));
      const first = await core.listNamespacedSecret({ namespace, limit: 2 });
      expect(first.items.map(({ metadata }) => metadata?.name)).toEqual(["a", "b"]);
      expect(first.metadata?.remainingItemCount).toBe(1);
      await ask(url, "DELETE", `${secrets}/c`);
      const token = first.metadata?._continue ?? "";
      const second = await core.listNamespacedSecret({ namespace, limit: 2, _continue: token });
      expect(second.items.map(({ metadata }) => metadata?.name)).toEqual(["c"]);
      expect(second.metadata?._continue).toBeUndefined();
      await ask(url, "POST", secrets, secret("d"));
      simulator.happen({ kind: "compact-history" });
      const late = await ask(url, "GET", `${secrets}?limit=2&continue=${token}`);
      expect([late.code, late.body.reason]).toEqual([410, "Expired"]);
    });
  });

  test("Selectors choose by labels and by fields.", async () => {
    await withSimulator({}, async ({ simulator: { url } }) => {
      const labelled = (name: string, labels: Readonly<Record<string, string>>): object => ({
        metadata: { name, labels },
      });
      await ask(url, "POST", secrets, labelled("a", { app: "agent", run: "1" }));
      await ask(url, "POST", secrets, labelled("b", { app: "agent", run: "2" }));
      await ask(url, "POST", secrets, labelled("c", {}));
      const names = async (query: string): Promise<string> => {
        const { body } = await ask(url, "GET", `${secrets}?${query}`);
        return body.items.map(({ metadata }: { metadata: { name: string } }) => metadata.name).join("");
      };
      expect(await names("labelSelector=app%3Dagent")).toBe("ab");
      expect(await names("labelSelector=app%3Dagent,run!%3D1")).toBe("b");
      expect(await names("labelSelector=run+in+(1,3)")).toBe("a");
      expect(await names("labelSelector=run+notin+(1,3)")).toBe("bc");
      expect(await names("labelSelector=app")).toBe("ab");
      expect(await names("labelSelector=!app")).toBe("c");
      expect(await names("fieldSelector=metadata.name%3Dc")).toBe("c");
      const unknown = await ask(url, "GET", `${secrets}?fieldSelector=spec.x%3D1`);
      expect(unknown.code).toBe(400);
    });
  });

  test("The Events about an object are the same whether they are asked for by its UID or looked for among all.", async () => {
    const script = () => ({ steps: [{ kind: "exit", afterMs: 10, code: 0 } as const] });
    await withSimulator({ script }, async ({ simulator: { url }, batch, clock }) => {
      for (const name of ["run-1", "run-2"])
        await batch.createNamespacedJob({ namespace, body: agentJob(name) });
      await clock.advance(1000);
      const events = async (where: string, query = ""): Promise<readonly unknown[]> =>
        (await ask(url, "GET", `/api/v1/${where}events${query}`)).body.items;
      const own = `namespaces/${namespace}/`;
      const all = await events(own);
      const [pod] = (await ask(url, "GET", `/api/v1/${own}pods`)).body.items;
      const isAbout = (event: unknown): boolean => Object(event).involvedObject.uid === pod.metadata.uid;
      const about = all.filter(isAbout);
      expect(about.length).toBeGreaterThan(2);
      expect(about.length).toBeLessThan(all.length);
      const byUid = `?fieldSelector=involvedObject.uid%3D${pod.metadata.uid}`;
      expect(await events(own, byUid)).toEqual(about);
      expect(await events("", byUid)).toEqual(about);
      expect(await events("namespaces/default/", byUid)).toEqual([]);
      const reason = all.filter((event) => isAbout(event) && Object(event).reason === "Started");
      expect(await events(own, `${byUid},reason%3DStarted`)).toEqual(reason);
      const others = await events(own, byUid.replace("%3D", "!%3D"));
      expect(others).toEqual(all.filter((event) => !isAbout(event)));
    });
  });
});

describe("Watching", () => {
  test("A watch shows what is there, then every change, and ends when its time is up.", async () => {
    await withSimulator({}, async ({ simulator: { url }, clock }) => {
      await ask(url, "POST", secrets, secret("a"));
      const watch = await openStream(url, `${secrets}?watch=true&timeoutSeconds=60`);
      await ask(url, "POST", secrets, secret("b"));
      await ask(url, "DELETE", `${secrets}/a`);
      await clock.advance(60_000);
      expect(await watch.ended).toBe("eof");
      expect(watch.lines().map(nameAndType)).toEqual(["ADDED a", "ADDED b", "DELETED a"]);
    });
  });

  test("A watch from a version shows what came after it, also while nobody watched.", async () => {
    await withSimulator({}, async ({ simulator: { url }, clock }) => {
      const { body } = await ask(url, "POST", secrets, secret("a"));
      await ask(url, "POST", secrets, secret("b"));
      const watch = await openStream(
        url,
        `${secrets}?watch=true&resourceVersion=${body.metadata.resourceVersion}`,
      );
      await clock.advance(1);
      expect(watch.lines().map(nameAndType)).toEqual(["ADDED b"]);
      watch.abort();
    });
  });

  test("A watch from a version that is forgotten is answered with 200, and an ERROR of code 410.", async () => {
    await withSimulator({}, async ({ simulator }) => {
      const { url } = simulator;
      await ask(url, "POST", secrets, secret("a"));
      simulator.happen({ kind: "compact-history" });
      const watch = await openStream(url, `${secrets}?watch=true&resourceVersion=101`);
      expect(await watch.ended).toBe("eof");
      expect(watch.status).toBe(200);
      const { type, object } = JSON.parse(watch.text());
      expect([type, object.code, object.reason]).toEqual(["ERROR", 410, "Expired"]);
      expect(object.message).toMatch(/^too old resource version: 101 \(\d+\)$/);
    });
  });

  test("A watch from a version that is yet to come is silence.", async () => {
    await withSimulator({}, async ({ simulator: { url }, clock }) => {
      const watch = await openStream(url, `${secrets}?watch=true&resourceVersion=99999`);
      await ask(url, "POST", secrets, secret("a"));
      await clock.advance(1000);
      expect([watch.status, watch.text(), watch.end()]).toEqual([200, "", null]);
      watch.abort();
    });
  });

  test("Bookmarks come to whoever allows them, and one ends the first list that was asked for.", async () => {
    await withSimulator({}, async ({ simulator: { url }, clock }) => {
      const path =
        "/api/v1/namespaces/agents/pods?watch=true&allowWatchBookmarks=true&sendInitialEvents=true";
      const watch = await openStream(url, path);
      await clock.advance(60_000);
      const { body } = await ask(url, "POST", secrets, secret("a"));
      await clock.advance(60_000);
      const [initial, idle, later, ...more] = watch.lines();
      const recorded = readFileSync(
        new URL("recorded/api-errors/watch-bookmark.jsonl", import.meta.url),
        "utf8",
      );
      const [first = "", second = ""] = recorded.split("\n");
      const version = versionIn(initial);
      expect(initial).toBe(first.replace('"304"', `"${version}"`));
      expect(idle).toBe(second.replace('"317"', `"${version}"`));
      // It is as new as all that happened, though nothing of it concerned this watch.
      expect(later).toBe(second.replace('"317"', `"${body.metadata.resourceVersion}"`));
      expect(Number(body.metadata.resourceVersion)).toBeGreaterThan(Number(version));
      expect(more).toEqual([]);
      watch.abort();
    });
  });

  test("To a watch with a selector an object that ceases to match is gone.", async () => {
    await withSimulator({}, async ({ simulator: { url }, clock }) => {
      const watch = await openStream(url, `${secrets}?watch=true&labelSelector=app%3Dagent`);
      const headers = { "content-type": "application/merge-patch+json" };
      await ask(url, "POST", secrets, { metadata: { name: "a", labels: { app: "agent" } } });
      await ask(url, "PATCH", `${secrets}/a`, { metadata: { labels: { app: "other" } } }, headers);
      await ask(url, "PATCH", `${secrets}/a`, { metadata: { labels: { app: "agent" } } }, headers);
      await clock.advance(1);
      expect(watch.lines().map(nameAndType)).toEqual(["ADDED a", "DELETED a", "ADDED a"]);
      watch.abort();
    });
  });
});

describe("Access", () => {
  test("It is given by API group and by namespace, to a review as to a request.", async () => {
    const permissions = [{ verb: "list", group: "batch", resource: "jobs", namespace }];
    const namespaces = [namespace, "others"];
    await withSimulator({ access: { permissions }, namespaces }, async ({ simulator: { url } }) => {
      const review = async (group: string, of: string): Promise<unknown> => {
        const resourceAttributes = { verb: "list", group, resource: "jobs", namespace: of };
        const path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
        return (await ask(url, "POST", path, { spec: { resourceAttributes } })).body.status.allowed;
      };
      const list = async (of: string): Promise<number> =>
        (await ask(url, "GET", `/apis/batch/v1/${of === "" ? "" : `namespaces/${of}/`}jobs`)).code;
      expect([await review("batch", namespace), await list(namespace)]).toEqual([true, 200]);
      expect([await review("batch", "others"), await list("others")]).toEqual([false, 403]);
      expect([await review("batch", ""), await list("")]).toEqual([false, 403]);
      expect(await review("", namespace)).toBe(false);
    });
  });

  const mayRead = [{ verb: "get", group: "", resource: "pods/log", namespace }];

  test("A SelfSubjectAccessReview says what a request would meet.", async () => {
    await withSimulator({ access: { permissions: mayRead } }, async ({ simulator, authorization }) => {
      const review = async (
        verb: string,
        resource: string,
        subresource?: string,
      ): Promise<boolean | undefined> => {
        const resourceAttributes = {
          namespace,
          verb,
          resource,
          ...(subresource === undefined ? {} : { subresource }),
        };
        const body = { spec: { resourceAttributes } };
        return (await authorization.createSelfSubjectAccessReview({ body })).status?.allowed;
      };
      expect(await review("get", "pods", "log")).toBe(true);
      expect(await review("get", "pods")).toBe(false);
      expect((await ask(simulator.url, "GET", "/api/v1/namespaces/agents/pods/none/log")).code).toBe(404);
      const refused = await ask(simulator.url, "GET", "/api/v1/namespaces/agents/pods/none");
      expect(refused.code).toBe(403);
      expect(refused.body.message).toBe(
        'pods "none" is forbidden: User "system:serviceaccount:agents:default" cannot get resource "pods" in API group "" in the namespace "agents"',
      );
    });
  });
});

function versionIn(line = ""): string {
  return JSON.parse(line).object.metadata.resourceVersion;
}

function nameAndType(line: string): string {
  const { type, object } = JSON.parse(line);
  return `${type} ${object.metadata.name}`;
}
