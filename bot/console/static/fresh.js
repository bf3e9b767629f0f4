// Lists that change by themselves: what is marked is read again every few seconds while somebody looks.
"use strict";

async function freshen() {
  const old = document.querySelector("[data-fresh]");
  if (document.hidden || !old || old.contains(document.activeElement) || old.querySelector("input:checked")) return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-fresh]");
    if (fresh && fresh.innerHTML !== old.innerHTML) old.replaceWith(document.adoptNode(fresh));
  } catch { /* the next try may work */ }
}

setInterval(freshen, 8000);
document.addEventListener("visibilitychange", freshen);
