const end = "<!-- end of what is generated -->";

/**
 * A page with what stands between its mark and the end of it written anew; everything else is left as it is.
 *
 * @throws TypeError when the page has no such mark, naming the lines that it needs.
 */
export function writeBetween(name: string, page: string, begin: string, text: string): string {
  const from = page.indexOf(begin);
  const to = page.indexOf(end, from);
  if (from === -1 || to === -1)
    throw new TypeError(`${name} needs the lines "${begin}" and "${end}", in this order.`);
  return `${page.slice(0, from)}${begin}\n\n${text}\n\n${page.slice(to)}`;
}
