/** Which names Kubernetes accepts where; the patterns are its own, anchored and linear. */

const dnsLabel = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
const dnsSubdomain = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
const qualifiedName = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

export function isDnsLabel(name: string): boolean {
  return name.length <= 63 && dnsLabel.test(name);
}

export function isDnsSubdomain(name: string): boolean {
  return name.length <= 253 && dnsSubdomain.test(name);
}

/** A key of a label or an annotation: an optional prefix that is a DNS subdomain, a slash, a name. */
export function isQualifiedName(key: string): boolean {
  const slash = key.indexOf("/");
  const name = key.slice(slash + 1);
  return (
    name.length <= 63 && qualifiedName.test(name) && (slash === -1 || isDnsSubdomain(key.slice(0, slash)))
  );
}

export function isLabelValue(value: string): boolean {
  return value === "" || (value.length <= 63 && qualifiedName.test(value));
}

/** A key of a Secret or ConfigMap. */
export function isDataKey(key: string): boolean {
  return key.length <= 253 && /^[-._a-zA-Z0-9]+$/.test(key) && key !== "." && !key.startsWith("..");
}

/** The name of a variable as every server accepts it; newer ones accept almost anything. */
export function isVariableName(name: string): boolean {
  return (
    name.length <= 253 && /^[A-Za-z_.-][A-Za-z0-9_.-]*$/.test(name) && name !== "." && !name.startsWith("..")
  );
}

/** A reference to an image: no white space, no scheme, no user; a host, a path, a tag, a digest. */
export function isImage(image: string): boolean {
  return (
    image.length <= 1024 &&
    /^[A-Za-z0-9][A-Za-z0-9._:/-]*(?:@sha256:[0-9a-f]{64})?$/.test(image) &&
    !image.includes("//") &&
    !/[:/.-]$/.test(image)
  );
}

/** A path inside of a volume: relative, and nowhere above it. */
export function isInnerPath(path: string): boolean {
  return (
    path !== "" &&
    path.length <= 1024 &&
    !hasControl(path) &&
    path.split("/").every((part) => part !== "" && part !== "." && !part.startsWith(".."))
  );
}

/** A path in a container that means one place only. */
export function isMountPath(path: string): boolean {
  return path.startsWith("/") && !path.includes(":") && isInnerPath(path.slice(1));
}

/** No NUL, which ends a text for a program, and no half of a character, which the server would replace. */
export function isText(text: string): boolean {
  return !text.includes("\0") && !/\p{Surrogate}/u.test(text);
}

/** Control characters or halves of characters. */
export function hasControl(text: string): boolean {
  return /[\p{Cc}\p{Surrogate}]/u.test(text);
}
