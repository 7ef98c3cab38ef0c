import { stories } from "./stories.ts";
import { realHost } from "./real-host.ts";
import { tell } from "./story.ts";

const { KUBECONFIG, RUNVERDICT_TEST_IMAGE: image, RUNVERDICT_TEST_RESTART: restart } = process.env;
if (KUBECONFIG === undefined || image === undefined) {
  throw new TypeError(
    "Name a cluster by KUBECONFIG, and by RUNVERDICT_TEST_IMAGE an image that its nodes have or can pull, with sh and node.",
  );
}

tell("In the cluster", await realHost({ image, restart: restart ?? null }), stories);
