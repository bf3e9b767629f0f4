// Talks to the control API for the chosen bot.

const parameters = new URLSearchParams(location.search);
export const bot = parameters.get("bot") ?? "";

export class Refused extends Error {}

export async function call(method, path, body) {
  const url = new URL(`/sandbox${path}`, location.href);
  if (bot) url.searchParams.set("bot", bot);
  const options = { method };
  if (body instanceof FormData) options.body = body;
  else if (body !== undefined) options.body = JSON.stringify(body);
  const answer = await fetch(url, options);
  const found = await answer.json();
  if (!answer.ok) throw new Refused(found.error ?? String(answer.status));
  return found;
}

export function fileUrl(fileId) {
  const query = bot ? `?bot=${encodeURIComponent(bot)}` : "";
  return `/sandbox/files/${encodeURIComponent(fileId)}${query}`;
}
